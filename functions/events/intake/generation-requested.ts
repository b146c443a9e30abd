import { submitFromWire } from "@tessera/api/wire";
import { clientPrincipal } from "@tessera/core/access";
import { acceptJob } from "@tessera/core/jobs";
import * as z from "zod";
import { egress } from "../../lib/egress.ts";
import { runtime } from "../../lib/runtime.ts";
import type { IntakeKind } from "./kind.ts";

const GenerationRequested = z.object({ client_id: z.string().min(1), request: z.record(z.string(), z.unknown()) });

/** A spec that is to become tickets. EventBridge delivers at least once: a request without a key has the event's id. */
export const generationRequested: IntakeKind = async ({ id, detail }) => {
  const { client_id: clientId, request } = GenerationRequested.parse(detail);
  const principal = await clientPrincipal(runtime.store.access, clientId);
  const input = submitFromWire({ idempotency_key: id, ...request }, { checkUrl: egress.check });
  await acceptJob(runtime.contextFor({ principal, correlationId: id }), input);
};
