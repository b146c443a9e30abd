import { brotliDecompressSync, unzipSync } from "node:zlib";

const decoders = new Map([
  ["gzip", unzipSync],
  ["x-gzip", unzipSync],
  ["deflate", unzipSync],
  ["br", brotliDecompressSync],
]);

/** What was packed, but never more of it than this: "too_long" is a bomb (D7). What cannot be unpacked stays as it is. */
export function unpack(body: Uint8Array, encoding: string | undefined, maxBytes: number): Uint8Array | "too_long" {
  const decode = decoders.get(encoding?.trim().toLowerCase() ?? "");
  if (!decode) return body;
  try {
    return decode(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    return cause instanceof RangeError ? "too_long" : body;
  }
}
