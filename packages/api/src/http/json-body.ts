import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import { nestsDeeperThan } from "./json-depth.ts";

const depthLimit = 64;

/** Ignores a byte order mark, as RFC 8259 allows. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads a request's JSON within bounds: bytes, depth, media type and encoding (K1, K2, K8, Appendix D-9). */
export async function readJsonBody(c: Context, maxBytes: number): Promise<void> {
  answerWith(c, parseJson(await readTextBody(c, ["application/json"], maxBytes)));
}

/** As above, for a route that needs no body: without one, and then of any media type, it reads an empty object. */
export async function readOptionalJsonBody(c: Context, maxBytes: number): Promise<void> {
  const bytes = await readBytes(c.req.raw, maxBytes);
  if (bytes.length > 0)
    checkMedia(["application/json"], c.req.header("content-type"), c.req.header("content-encoding"));
  answerWith(c, bytes.length > 0 ? parseJson(decode(bytes)) : {});
}

function answerWith(c: Context, value: unknown): void {
  // The route's validator asks Hono for the body: answering with the value spares a second read and parse.
  // The cast says what Hono's own `json` says: the caller knows what it asks for, and a schema checks it.
  c.req.json = async <T>() => value as T;
}

/** A request's text within bounds, of one of these media types (K1, K8). */
export async function readTextBody(c: Context, types: readonly string[], maxBytes: number): Promise<string> {
  checkMedia(types, c.req.header("content-type"), c.req.header("content-encoding"));
  return decode(await readBytes(c.req.raw, maxBytes));
}

function checkMedia(types: readonly string[], type: string | undefined, encoding: string | undefined): void {
  const [essence = "", ...parameters] = (type ?? "").split(";").map((part) => part.trim().toLowerCase());
  if (!types.includes(essence)) {
    throw new AppError("invalid_request", `The Content-Type must be ${types.join(" or ")}`);
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) {
    throw new AppError("invalid_request", "The charset of the body must be UTF-8");
  }
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    throw new AppError("invalid_request", "The body must not be compressed");
  }
}

/** Counts what really arrives: a Content-Length may be missing or wrong. */
async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length")) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("invalid_request", "The body could not be read", {}, { cause });
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("request_too_large", `The body must not be larger than ${maxBytes} bytes`);
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new AppError("invalid_request", "The body is not valid UTF-8", {}, { cause });
  }
}

function parseJson(text: string): unknown {
  if (nestsDeeperThan(text, depthLimit)) {
    throw new AppError("invalid_request", `The body must not nest deeper than ${depthLimit} levels`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid_request", "The body is not valid JSON", {}, { cause });
  }
}
