export interface UploadRequest {
  key: string;
  contentType: string;
  /** Exactly this many bytes: storage refuses a body of another size. */
  size: number;
  expiresInSeconds: number;
}

/** How a client sends the file to storage itself. It sends these headers as they are, and its body in one piece. */
export interface Upload {
  url: string;
  method: "PUT";
  headers: Record<string, string>;
}

export interface DownloadRequest {
  key: string;
  /** What the file is called where it is saved. */
  fileName: string;
  contentType: string;
  expiresInSeconds: number;
}

export interface StoredObject {
  size: number;
  contentType: string;
}

/** Where the files themselves lie (PX-47): clients reach it by URLs that are signed for one object and a short time. */
export interface ObjectStore {
  uploadUrl(request: UploadRequest): Promise<Upload>;
  /** A URL that makes a browser save the file, never show it. */
  downloadUrl(request: DownloadRequest): Promise<string>;
  /** What lies under a key, or undefined while nothing was uploaded. Throws `storage_error` where nobody knows. */
  head(key: string): Promise<StoredObject | undefined>;
}
