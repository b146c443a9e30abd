/** Of one file (PX-47). */
export const maxAttachmentBytes = 25 * 1024 * 1024;
