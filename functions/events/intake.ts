import { type InboundEventType, inboundEventTypes } from "@tessera/core/events";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { orPutAside } from "../lib/put-aside.ts";
import { queue } from "../lib/queue.ts";
import { runtime } from "../lib/runtime.ts";
import type { IntakeKind } from "./intake/kind.ts";

/** Each is loaded with the first event of its kind: they have little in common. */
const kinds: Record<InboundEventType, () => Promise<IntakeKind>> = {
  "tickets.generation_requested": async () => (await import("./intake/generation-requested.ts")).generationRequested,
  "support.ticket_requested": async () => (await import("./intake/ticket-requested.ts")).ticketRequested,
  "support.email_received": async () => (await import("./intake/email-received.ts")).emailReceived,
};

/** What EventBridge wraps around each. Who may put events on the bus is IAM's to say. */
const Envelope = z.object({ id: z.string().min(1), "detail-type": z.enum(inboundEventTypes), detail: z.unknown() });

async function takeIn(envelope: unknown): Promise<void> {
  const { id, "detail-type": type, detail } = Envelope.parse(envelope);
  const work = await kinds[type]();
  await work({ id, detail });
}

/** requests of others, each as its kind wants it. */
export const handler: (event: SQSEvent) => Promise<SQSBatchResponse> = queue({
  schema: z.unknown(),
  contextOf: () => runtime.systemContext("intake"),
  work: (_context, envelope) => orPutAside(runtime.intakeDeadLetters, [envelope], () => takeIn(envelope)),
});
