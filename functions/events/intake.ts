import { submitFromWire } from "@tessera/api";
import { clientPrincipal } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import { acceptJob } from "@tessera/core/jobs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { egress } from "../lib/egress.ts";
import { queue } from "../lib/queue.ts";
import { runtime } from "../lib/runtime.ts";

/** An EventBridge envelope whose detail asks for a generation. Who may put events on the bus is IAM's to say. */
const GenerationRequested = z.object({
  id: z.string().min(1),
  "detail-type": z.literal("tickets.generation_requested"),
  detail: z.object({ client_id: z.string().min(1), request: z.record(z.string(), z.unknown()) }),
});

async function accept(envelope: unknown): Promise<void> {
  const { id, detail } = GenerationRequested.parse(envelope);
  const principal = await clientPrincipal(runtime.store.access, detail.client_id);
  // EventBridge delivers at least once: the event's id is the key of a request that brings none.
  const input = submitFromWire({ idempotency_key: id, ...detail.request }, { checkUrl: egress.check });
  await acceptJob(runtime.contextFor({ principal, correlationId: id }), input);
}

/**
 * a request that can never succeed goes to the dead-letter queue with its reason and is done here; anything else
 * that fails is repeated by the queue.
 */
export const handler: (event: SQSEvent) => Promise<SQSBatchResponse> = queue({
  schema: z.unknown(),
  contextOf: () => runtime.systemContext("intake"),
  async work(_context, envelope) {
    try {
      await accept(envelope);
    } catch (cause) {
      const reason = permanentReason(cause);
      if (reason === null) throw cause;
      await runtime.intakeDeadLetters.send(JSON.stringify(envelope), reason);
    }
  },
});

function permanentReason(cause: unknown): string | null {
  if (cause instanceof z.ZodError) return z.prettifyError(cause);
  return cause instanceof AppError && !cause.retryable ? `${cause.code}: ${cause.message}` : null;
}
