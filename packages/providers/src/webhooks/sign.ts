import { createHmac } from "node:crypto";

const secretPrefix = "whsec_";

/** One signature by Standard Webhooks: `v1,` and the HMAC-SHA256 of id, time and body (E1). */
export function signWebhook(secret: string, message: { id: string; timestamp: number; body: string }): string {
  const key = Buffer.from(secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret, "base64");
  const hmac = createHmac("sha256", key).update(`${message.id}.${message.timestamp}.${message.body}`);
  return `v1,${hmac.digest("base64")}`;
}
