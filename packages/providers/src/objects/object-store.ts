import { escapeUri } from "@smithy/core/protocols";
import type { ObjectStore, StoredObject } from "@tessera/core/attachments";
import { AppError } from "@tessera/core/errors";
import { attachmentDisposition } from "./content-disposition.ts";
import { type PresignRequest, presign, type Signer } from "./presign.ts";

interface ObjectStoreOptions extends Signer {
  bucket: string;
  /** Instead of AWS: the bucket is then the first part of the path. */
  endpoint?: string | undefined;
  /** For both tries of `head` together. */
  headTimeoutMs?: number;
}

const defaultHeadTimeoutMs = 3_000;
const headUrlSeconds = 60;
const headTries = 2;

/** S3, or what speaks its protocol (PX-47). Presigned by hand: its SDK client would add 300 KB to the API. */
export function createObjectStore(options: ObjectStoreOptions): ObjectStore {
  const sign = (key: string, request: Omit<PresignRequest, "url">) =>
    presign({ ...request, url: urlOf(options, key) }, options);

  return {
    async uploadUrl({ key, contentType, size, expiresInSeconds }) {
      // Every HTTP client sends the length of its body by itself; browsers let nobody else set it.
      const headers = { "content-type": contentType };
      const signed = { ...headers, "content-length": String(size) };
      return { url: await sign(key, { method: "PUT", headers: signed, expiresInSeconds }), method: "PUT", headers };
    },
    downloadUrl: ({ key, fileName, contentType, expiresInSeconds }) =>
      sign(key, {
        method: "GET",
        query: {
          "response-content-disposition": attachmentDisposition(fileName),
          "response-content-type": contentType,
        },
        expiresInSeconds,
      }),
    async head(key) {
      const signal = AbortSignal.timeout(options.headTimeoutMs ?? defaultHeadTimeoutMs);
      const url = await sign(key, { method: "HEAD", expiresInSeconds: headUrlSeconds });
      return objectOf(await headRequest(url, signal));
    },
  };
}

/** The bucket as a host name in the cloud, as a part of the path on an endpoint. */
function urlOf({ bucket, region, endpoint }: ObjectStoreOptions, key: string): URL {
  const path = key.split("/").map(escapeUri).join("/");
  return endpoint
    ? new URL(`${endpoint.replace(/\/+$/, "")}/${bucket}/${path}`)
    : new URL(`https://${bucket}.s3.${region}.amazonaws.com/${path}`);
}

/** Tried twice: a connection that was kept through a pause of the function may be dead, and S3 asks for it by 503. */
async function headRequest(url: string, signal: AbortSignal): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === headTries;
    try {
      const response = await fetch(url, { method: "HEAD", redirect: "manual", signal });
      if (response.status < 500 || last) return response;
    } catch (cause) {
      // The URL is a key to the object: no message quotes it.
      if (last || signal.aborted) throw new AppError("storage_error", "Object storage did not answer", {}, { cause });
    }
  }
}

function objectOf({ status, headers }: Response): StoredObject | undefined {
  // Who may not list a bucket, as our functions may not, is told 403 instead of 404 where there is no object.
  if (status === 404 || status === 403) return undefined;
  const size = headers.get("content-length");
  if (status !== 200 || size === null) throw new AppError("storage_error", `Object storage answered ${status}`);
  return { size: Number(size), contentType: headers.get("content-type") ?? "application/octet-stream" };
}
