import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "@tessera/core/errors";

const macBytes = 32;

/**
 * A cursor names where a list goes on. It is signed together with the list it was made for, so an edited one, or one
 * of another client or filter, is refused (J3).
 */
export interface Cursors {
  /** `list` names the query and its owner. */
  seal(list: string, position: string): string;
  /** Throws `invalid_request`. */
  open(list: string, cursor: string): string;
}

export function createCursors(signingKey: Uint8Array): Cursors {
  const macOf = (list: string, position: string): Buffer =>
    createHmac("sha256", signingKey)
      .update(JSON.stringify([list, position]))
      .digest();

  return {
    seal: (list, position) => Buffer.concat([macOf(list, position), Buffer.from(position)]).toString("base64url"),
    open: (list, cursor) => {
      const bytes = Buffer.from(cursor, "base64url");
      const position = bytes.subarray(macBytes).toString();
      const mac = bytes.subarray(0, macBytes);
      // Decoding forgives signs that mean nothing: only the very text that was handed out is taken back.
      const isExact = bytes.toString("base64url") === cursor;
      if (!isExact || mac.length !== macBytes || !timingSafeEqual(mac, macOf(list, position))) {
        throw new AppError("invalid_request", "This cursor was not made for this list", { field: "cursor" });
      }
      return position;
    },
  };
}
