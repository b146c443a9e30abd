import type { ContactMailer } from "@tessera/core/tickets";
import { createSesMailer } from "@tessera/providers/aws";
import type { Runtime } from "./runtime.ts";

/** What sends sign-in links (PX-64): SES in the cloud, where it has a sender address; on a laptop the log shows them. */
export function createContactMailer({ config, store, systemContext }: Runtime): ContactMailer | null {
  const { NODE_ENV, DESK_MAIL_FROM: from, AWS_REGION: region, AWS_ENDPOINT_URL_SESV2: endpoint } = config;
  if (NODE_ENV !== "production") {
    const { log } = systemContext("portal");
    return { sendLoginLink: async ({ url }) => log.info("portal login link", { url }) };
  }
  if (from === undefined) return null;
  // Those of the function's role, as the SDK finds and renews them for the table.
  const credentials = () => store.open.table.client.config.credentials();
  return createSesMailer({ from, region, credentials, endpoint });
}
