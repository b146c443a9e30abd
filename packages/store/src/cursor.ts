import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "@tessera/core/errors";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * A cursor names where a list goes on. It is bound to the list it was made for, so an edited one, or one of another
 * client or filter, is refused (J3); and it is sealed, as a place in a list may tell what the list itself does not show.
 */
export interface Cursors {
  /** `list` names the query and its owner. */
  seal(list: string, position: string): string;
  /** Throws `invalid_request`. */
  open(list: string, cursor: string): string;
}

export function createCursors(key: Uint8Array): Cursors {
  return {
    seal: (list, position) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(list));
      const sealed = Buffer.concat([cipher.update(position, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open: (list, cursor) => {
      const bytes = Buffer.from(cursor, "base64url");
      // Decoding forgives signs that mean nothing: only the very text that was handed out is taken back.
      const isExact = bytes.toString("base64url") === cursor && bytes.length > nonceBytes + tagBytes;
      const position = isExact ? unseal(key, list, bytes) : undefined;
      if (position !== undefined) return position;
      throw new AppError("invalid_request", "This cursor was not made for this list", { field: "cursor" });
    },
  };
}

/** Undefined where the seal is broken, or was made for another list. */
function unseal(key: Uint8Array, list: string, bytes: Buffer): string | undefined {
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(list)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    const clear = decipher.update(bytes.subarray(nonceBytes + tagBytes));
    return Buffer.concat([clear, decipher.final()]).toString();
  } catch {
    return undefined;
  }
}
