/** Every key begins with this: the API's rights in the bucket end there. */
const prefix = "attachments";

/** Where a file lies in the bucket. Made of ids alone: what a user called the file never becomes a path (PX-47). */
export function attachmentKey(ids: { tenantId: string; ticketId: string; attachmentId: string }): string {
  return [prefix, ids.tenantId, ids.ticketId, ids.attachmentId].join("/");
}
