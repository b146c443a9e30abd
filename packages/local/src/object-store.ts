import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse, validateHeaderValue } from "node:http";
import { pipeline } from "node:stream/promises";
import type { LocalLog } from "./log.ts";
import { type LoopbackServer, serveOnLoopback } from "./loopback.ts";
import { errorXml, ObjectStoreError } from "./object-store-error.ts";
import { type FoundObject, type ObjectFiles, openObjectFiles } from "./object-store-files.ts";
import { decode, type SignatureRules, verifySignature } from "./object-store-signature.ts";

interface ObjectStoreServerOptions extends SignatureRules {
  bucket: string;
  folder: string;
  /**
   * The product's clock, which tests may move: it signs the URLs, so it says when they run out. S3 knows only the time
   * of day; in production the two are the same.
   */
  now(): Date;
  log: LocalLog;
}

/** S3 on loopback, as far as presigned URLs go: PUT, GET and HEAD of one bucket's objects, kept as files (PX-47). */
export async function startObjectStore(options: ObjectStoreServerOptions): Promise<LoopbackServer> {
  const files = openObjectFiles(options.folder);
  const server = createServer((request, response) => {
    void answer({ request, response, files, options }).catch((cause) => fail(response, cause, options.log));
  });
  return serveOnLoopback(server);
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  files: ObjectFiles;
  options: ObjectStoreServerOptions;
}

async function answer({ request, response, files, options }: Exchange): Promise<void> {
  const { method = "", url: target = "", headers } = request;
  response.setHeader("x-amz-request-id", randomUUID());
  allowOrigins(response);
  if (method === "OPTIONS") return end(response, 200);

  verifySignature({ method, target, headers }, options);
  const key = keyOf(target, options.bucket);
  if (method === "PUT") return put({ request, response, files, key, writtenAt: options.now() });
  if (method !== "GET" && method !== "HEAD") {
    throw new ObjectStoreError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
  }
  const object = await files.find(key);
  if (!object) throw new ObjectStoreError(404, "NoSuchKey", "The specified key does not exist.");
  try {
    describe(response, object, new URLSearchParams(target.split("?", 2)[1]));
    await (method === "HEAD" ? end(response, 200) : pipeline(object.read(), response));
  } finally {
    await object.close();
  }
}

/** As the bucket's own rule says (stacks/storage.ts): a page of any origin may use a URL that it was given. */
function allowOrigins(response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-allow-methods", "GET, HEAD, PUT");
  response.setHeader("access-control-allow-headers", "content-type");
}

function keyOf(target: string, bucket: string): string {
  const [, name, ...key] = (target.split("?", 1)[0] ?? "").split("/").map(decode);
  if (name !== bucket) throw new ObjectStoreError(404, "NoSuchBucket", "The specified bucket does not exist.");
  return key.join("/");
}

interface Put extends Pick<Exchange, "request" | "response" | "files"> {
  key: string;
  writtenAt: Date;
}

/** The length was signed and HTTP ends the body there, so nothing needs to be counted. */
async function put({ request, response, files, key, writtenAt }: Put): Promise<void> {
  const contentType = request.headers["content-type"] ?? "binary/octet-stream";
  await files.write({ key, contentType, writtenAt: writtenAt.toISOString() }, request);
  await end(response, 200);
}

/** Headers of an answer that whoever signed the URL may choose. */
const overrides = ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type"];

function describe(response: ServerResponse, object: FoundObject, query: URLSearchParams): void {
  response.setHeader("content-type", object.contentType);
  response.setHeader("content-length", object.size);
  response.setHeader("last-modified", new Date(object.writtenAt).toUTCString());
  response.setHeader("x-content-type-options", "nosniff");
  for (const name of overrides) {
    const value = query.get(`response-${name}`);
    if (value !== null) response.setHeader(name, checkedValue(name, value));
  }
}

function checkedValue(name: string, value: string): string {
  try {
    validateHeaderValue(name, value);
    return value;
  } catch {
    throw new ObjectStoreError(400, "InvalidArgument", `The value of response-${name} is no header`);
  }
}

function end(response: ServerResponse, status: number): Promise<void> {
  return new Promise((resolve) => {
    response.writeHead(status).end(resolve);
  });
}

function fail(response: ServerResponse, cause: unknown, log: LocalLog): void {
  // The client has gone, or its body broke off: nobody waits for an answer.
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  const error = cause instanceof ObjectStoreError ? cause : new ObjectStoreError(500, "InternalError", "We failed.");
  if (error !== cause) log.warn("the object store failed", { cause: String(cause) });
  response.removeHeader("content-length");
  // What is left of a refused body is read and dropped by the server, so that the client gets to see why.
  response.writeHead(error.status, { "content-type": "application/xml" });
  response.end(errorXml(error, String(response.getHeader("x-amz-request-id"))));
}
