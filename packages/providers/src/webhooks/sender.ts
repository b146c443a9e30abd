import type { WebhookOutcome, WebhookRequest, WebhookSender } from "@tessera/core/deliveries";
import { AppError } from "@tessera/core/errors";
import { type Egress, type EgressResponse, parseRetryAfter } from "../http/index.ts";
import { signWebhook } from "./sign.ts";

/** TF-61: for the whole exchange, however slowly a receiver answers. */
const timeoutMs = 15_000;

/** What a receiver answers is not kept; reading a little lets it finish its answer in peace (E5). */
const maxResponseBytes = 64 * 1_024;

/** Posts one attempt (TF-61, E1..E5). The schedule of attempts is the core's: nothing is repeated here. */
export function createWebhookSender({ egress }: { egress: Egress }): WebhookSender {
  return {
    async send(request) {
      try {
        const response = await egress.send({
          url: request.url,
          method: "POST",
          headers: headersOf(request),
          body: request.body,
          timeoutMs,
          maxResponseBytes,
        });
        return outcomeOf(response, new Date(request.timestamp * 1_000));
      } catch (cause) {
        if (!(cause instanceof AppError)) throw cause;
        return { kind: "failed", reason: failureReason(cause), status: null };
      }
    },
  };
}

function headersOf(request: WebhookRequest): Record<string, string> {
  return {
    "content-type": "application/json",
    "webhook-id": request.id,
    "webhook-timestamp": String(request.timestamp),
    "webhook-signature": request.secrets.map((secret) => signWebhook(secret, request)).join(" "),
    "X-TaskForge-Event": request.event,
  };
}

function outcomeOf({ status, headers }: EgressResponse, now: Date): WebhookOutcome {
  if (status >= 200 && status < 300) return { kind: "delivered", status };
  if (status === 410) return { kind: "gone", status };
  const retryAfterSeconds = parseRetryAfter(headers["retry-after"], now);
  return { kind: "failed", reason: "refused", status, retryAfterSeconds };
}

/** `blocked`, or how the network failed. */
function failureReason(cause: AppError): string {
  return cause.code === "egress_blocked" ? "blocked" : String(cause.details.reason);
}
