import { readFileSync, statSync } from "node:fs";
import { StartError } from "../start-error.ts";

/** Reads a spec. Every way in which a file can be unusable has its own plain message. */
export function readSpecFile(file: string, maxBytes: number): string {
  const text = decode(readBytes(file, maxBytes));
  if (text === null) throw new StartError(`${file} is not a UTF-8 text file`);
  if (text.trim() === "") throw new StartError(`${file} is empty: there is no spec in it`);
  return text;
}

/** Null for what is no text; zeros are in no text, but in UTF-16 and in most binary files. */
function decode(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readBytes(file: string, maxBytes: number): Uint8Array {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) throw new StartError(`${file} is a folder: name a file`);
    if (stats.size > maxBytes) throw tooLarge(file, maxBytes);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    throw new StartError(code === "ENOENT" ? `${file} does not exist` : `${file} cannot be read (${code})`, { cause });
  }
}

/** Also for a file whose text grows beyond the limit once it is JSON. */
export function tooLarge(file: string, maxBytes: number): StartError {
  const message = `${file} is too large: a request takes ${Math.floor(maxBytes / 1_024)} KiB (TICKETS_MAX_BODY_BYTES)`;
  return new StartError(message);
}
