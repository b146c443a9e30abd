export { type AttachmentContentType, attachmentContentType, attachmentContentTypes } from "./content-types.ts";
export { cleanFileName } from "./file-name.ts";
export { attachmentKey } from "./key.ts";
export { maxAttachmentBytes } from "./limits.ts";
export type { DownloadRequest, ObjectStore, StoredObject, Upload, UploadRequest } from "./ports.ts";
