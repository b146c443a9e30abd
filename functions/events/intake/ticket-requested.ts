import { TicketRequested } from "@tessera/api/wire";
import { clientPrincipal } from "@tessera/core/access";
import { canonicalJson } from "@tessera/core/audit";
import { hashOfKey } from "@tessera/core/idempotency";
import { createTicket } from "@tessera/core/tickets";
import { withDesk } from "../../lib/desk.ts";
import { runtime } from "../../lib/runtime.ts";
import type { IntakeKind } from "./kind.ts";

/** A support ticket in the name of a client. The event's id is its idempotency key: the bus delivers at least once. */
export const ticketRequested: IntakeKind = async ({ id, detail }) => {
  const { client_id: clientId, request } = TicketRequested.parse(detail);
  const principal = await clientPrincipal(runtime.store.access, clientId);
  const idempotency = {
    ownerId: `${principal.tenantId}:event:${clientId}`,
    keyHash: hashOfKey(id),
    requestHash: hashOfKey(canonicalJson(request)),
  };
  await createTicket({ ...withDesk(runtime.contextFor({ principal, correlationId: id })), idempotency }, request);
};
