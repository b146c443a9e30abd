import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Lets people and secret scanners tell one of our keys from any other text. */
const keyPrefix = "tsk_";

/** So much of a key is kept in clear: enough for support to tell keys apart, too little to guess one (J4). */
const shownLength = 12;

/** A new API key: 256 bits of chance, so its plain SHA-256 cannot be turned back. */
export function newKeySecret(): string {
  return `${keyPrefix}${randomBytes(32).toString("base64url")}`;
}

/** What a key's row keeps of the key itself. */
export function keyFingerprint(secret: string): { prefix: string; sha256: string } {
  return { prefix: secret.slice(0, shownLength), sha256: sha256(secret) };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Takes the same time wherever the two differ. */
export function equalHashes(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, "hex"), Buffer.from(right, "hex")];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A signing secret as Standard Webhooks writes them. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}
