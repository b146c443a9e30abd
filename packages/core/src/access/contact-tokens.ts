import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { AppError } from "../errors.ts";
import { barePrincipal, type Principal } from "../principal.ts";

/** Tells a contact's token from an API key, so that it never reaches the table of keys. */
const prefix = "tct_";

/** A session is short, because nothing can end it before its time; who wants another asks for another link. */
const sessionMs = 24 * 3_600_000;

/** No token is longer; what is, is not worth a hash. */
const lengthLimit = 2_048;

const Payload = z.strictObject({ tenant: z.string(), email: z.string(), expires: z.iso.datetime() });

/** A customer who has signed in by its link (PX-64). */
export interface ContactSession {
  tenantId: string;
  email: string;
  expiresAt: string;
}

/** Tokens that carry who they are for, under a signature: no row is kept of them (D-20). */
export interface ContactTokens {
  issue(contact: { tenantId: string; email: string }, now: Date): ContactSession & { token: string };
  /** Throws `unauthorized` for a token that is not ours, and `key_expired` for one whose time is over. */
  verify(token: string, now: Date): ContactSession;
}

export function createContactTokens(key: Uint8Array): ContactTokens {
  const signatureOf = (signed: string) => createHmac("sha256", key).update(signed).digest("base64url");
  return {
    issue({ tenantId, email }, now) {
      const expiresAt = new Date(now.getTime() + sessionMs).toISOString();
      const payload = { tenant: tenantId, email, expires: expiresAt } satisfies z.infer<typeof Payload>;
      const signed = `${prefix}${Buffer.from(JSON.stringify(payload)).toString("base64url")}`;
      return { token: `${signed}.${signatureOf(signed)}`, tenantId, email, expiresAt };
    },
    verify(token, now) {
      const end = token.lastIndexOf(".");
      const signed = token.slice(0, end);
      const isOurs = token.length <= lengthLimit && end > 0 && equalTexts(token.slice(end + 1), signatureOf(signed));
      if (!isOurs) throw new AppError("unauthorized", "This sign-in link is not valid");

      const { tenant, email, expires } = Payload.parse(parsePayload(signed));
      if (now.toISOString() >= expires) throw new AppError("key_expired", "This sign-in link has expired");
      return { tenantId: tenant, email, expiresAt: expires };
    },
  };
}

/** Whether a bearer token is a contact's, right or wrong. */
export function isContactToken(token: string): boolean {
  return token.startsWith(prefix);
}

/** A contact holds no scope and no role: whatever is not made for contacts refuses it. */
export function contactPrincipal({ tenantId, email }: Pick<ContactSession, "tenantId" | "email">): Principal {
  return barePrincipal({ tenantId, kind: "contact", id: email });
}

function parsePayload(signed: string): unknown {
  return JSON.parse(Buffer.from(signed.slice(prefix.length), "base64url").toString());
}

/** Takes the same time wherever the two differ. */
function equalTexts(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
