import { EmailReceived } from "@tessera/api/wire";
import { systemPrincipal } from "@tessera/core/access";
import { receiveEmail } from "@tessera/core/tickets";
import { withDesk } from "../../lib/desk.ts";
import { runtime } from "../../lib/runtime.ts";
import type { IntakeKind } from "./kind.ts";

const { DESK_MAIL_FROM: ownAddress } = runtime.config;
const ownAddresses = ownAddress === undefined ? [] : [ownAddress];

/** A mail to the desk. Nobody signs in by mail: the product acts for the tenant that the event names. */
export const emailReceived: IntakeKind = async ({ id, detail }) => {
  const caller = { principal: systemPrincipal("mail"), correlationId: id };
  const context = { ...withDesk(runtime.contextFor(caller)), limiter: runtime.store.limiter, ownAddresses };
  await receiveEmail(context, EmailReceived.parse(detail));
};
