/**
 * What may be attached (PX-47). Nothing that a browser runs (html, svg) or an operating system starts, and no office
 * document that declares macros.
 */
export const attachmentContentTypes = [
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "application/pdf",
  "text/plain",
  "text/csv",
  "text/x-log",
  "application/json",
  "application/zip",
  // What Windows calls a zip file.
  "application/x-zip-compressed",
  "message/rfc822",
  "application/msword",
  "application/vnd.ms-excel",
  "application/vnd.ms-powerpoint",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation",
] as const;
export type AttachmentContentType = (typeof attachmentContentTypes)[number];

/** The listed type that a `Content-Type` names, whatever its case and parameters, or undefined where it is not listed. */
export function attachmentContentType(value: string): AttachmentContentType | undefined {
  const essence = value.split(";", 1)[0]?.trim().toLowerCase();
  return attachmentContentTypes.find((allowed) => allowed === essence);
}
