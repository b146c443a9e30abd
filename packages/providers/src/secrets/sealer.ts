import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { Sealer } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";

/** The form of what is sealed: `v1.<key id>.<nonce>.<ciphertext and tag>`, so a later form or key can be told. */
const version = "v1";
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with a nonce of its own for each text; whatever was changed or sealed under another key does not open. */
export function createSealer(key: Uint8Array): Sealer {
  const keyId = createHash("sha256").update(key).digest("hex").slice(0, 8);
  const header = `${version}.${keyId}`;

  return {
    async seal(clear) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(header));
      const sealed = Buffer.concat([cipher.update(clear, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${header}.${nonce.toString("base64url")}.${sealed.toString("base64url")}`;
    },
    async unseal(sealed) {
      const [form, sealedBy, nonce = "", text = ""] = sealed.split(".");
      if (form !== version) throw new AppError("storage_error", "This secret is sealed in an unknown form");
      if (sealedBy !== keyId)
        throw new AppError("storage_error", `This secret is sealed with another key: ${sealedBy}`);
      return open(key, header, Buffer.from(nonce, "base64url"), Buffer.from(text, "base64url"));
    },
  };
}

function open(key: Uint8Array, header: string, nonce: Buffer, text: Buffer): string {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes })
      .setAAD(Buffer.from(header))
      .setAuthTag(text.subarray(-tagBytes));
    return Buffer.concat([decipher.update(text.subarray(0, -tagBytes)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new AppError("storage_error", "This secret was changed after it was sealed", {}, { cause });
  }
}
