import type { AccessStore, ContactTokens } from "../access/index.ts";
import type { Log } from "../context.ts";

export interface LoginLink {
  tenantId: string;
  email: string;
  url: string;
  /** ISO time. */
  expiresAt: string;
}

/** What reaches customers by mail. */
export interface ContactMailer {
  sendLoginLink(link: LoginLink): Promise<void>;
}

export interface PortalLoginContext {
  access: AccessStore;
  contactTokens: ContactTokens;
  /** Null where no sender address is set up. */
  contactMailer: ContactMailer | null;
  now(): Date;
  log: Log;
}

/**
 * Sends a customer its link into the portal (PX-64, D-20). A new customer has no ticket yet, so every address gets one.
 * It ends the same way whatever happens: who asks must not learn which addresses and tenants there are.
 */
export async function sendLoginLink(
  context: PortalLoginContext,
  input: { tenantId: string; email: string; portalUrl: string },
): Promise<void> {
  const { contactMailer, log } = context;
  if (contactMailer === null) {
    log.error("portal login link was not sent", { cause: "DESK_MAIL_FROM is not set" });
    return;
  }
  const tenant = await context.access.findTenant(input.tenantId);
  if (!tenant) return;

  const { token, ...session } = context.contactTokens.issue({ tenantId: tenant.id, email: input.email }, context.now());
  try {
    await contactMailer.sendLoginLink({ ...session, url: `${input.portalUrl}?token=${token}` });
  } catch (cause) {
    log.error("portal login link was not sent", { cause: String(cause) });
  }
}
