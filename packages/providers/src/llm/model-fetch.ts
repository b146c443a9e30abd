import { AppError } from "@tessera/core/errors";
import { type Egress, type EgressResponse, parseRetryAfter } from "../http/index.ts";
import { unpack } from "./unpack.ts";
import type { Fetch } from "./vendor.ts";

export interface ModelFetchOptions {
  egress: Pick<Egress, "send">;
  /** For the whole call, from resolving the name to the last byte. */
  timeoutMs: number;
  maxResponseBytes: number;
  now(): Date;
}

/** Nobody keeps a job waiting longer than this because a vendor asks for it (D8). */
const retryAfterLimitSeconds = 60;

/**
 * A `fetch` for the AI SDK over our egress client (D7, F): one deadline, a cap on bytes, no redirects, no retries. Every
 * answer but 200 ends here as an error of ours, so that no code behind it reads a body that may quote a prompt or a key
 * (D9). `body` is what a vendor has answered, or undefined while there is no answer.
 */
export function createModelFetch(options: ModelFetchOptions): { fetch: Fetch; body(): Uint8Array | undefined } {
  let body: Uint8Array | undefined;
  return {
    body: () => body,
    async fetch(input, init) {
      const response = await send(options, input instanceof Request ? input.url : String(input), init);
      checkStatus(response, options);
      body = readBody(response, options);
      return new Response(Buffer.from(body), { headers: { "content-type": "application/json" } });
    },
  };
}

async function send(options: ModelFetchOptions, url: string, init: RequestInit = {}): Promise<EgressResponse> {
  const { egress, timeoutMs, maxResponseBytes } = options;
  if (typeof init.body !== "string") throw new Error("The AI SDK sends its requests as text");
  try {
    return await egress.send({
      url,
      method: "POST",
      // Less to guard against; a host that packs its answers all the same is understood.
      headers: { ...Object.fromEntries(new Headers(init.headers)), "accept-encoding": "identity" },
      body: init.body,
      timeoutMs,
      maxResponseBytes,
    });
  } catch (cause) {
    throw cause instanceof AppError ? modelError(cause, timeoutMs) : cause;
  }
}

function modelError(cause: AppError, timeoutMs: number): AppError {
  if (cause.code === "egress_blocked") {
    return new AppError("model_rejected", "The language model's host may not be called", {}, { cause });
  }
  return cause.details.reason === "timeout"
    ? new AppError("model_timeout", `The language model did not answer within ${timeoutMs} ms`, {}, { cause })
    : new AppError("model_unavailable", "The language model could not be reached", {}, { cause });
}

function checkStatus({ status, headers }: EgressResponse, { now }: ModelFetchOptions): void {
  const message = `The language model's host answered ${status}`;
  if (status === 408 || status === 429 || status >= 500) {
    const asked = parseRetryAfter(headers["retry-after"], now());
    const wait = asked === undefined ? {} : { retryAfterSeconds: Math.min(asked, retryAfterLimitSeconds) };
    throw new AppError("model_unavailable", message, { status, ...wait });
  }
  if (status !== 200) throw new AppError("model_rejected", message, { status });
}

function readBody({ body, headers, truncated }: EgressResponse, { maxResponseBytes }: ModelFetchOptions): Uint8Array {
  const unpacked = truncated ? "too_long" : unpack(body, headers["content-encoding"], maxResponseBytes);
  if (unpacked !== "too_long") return unpacked;
  // An answer without end is a kind of no answer in time (D7).
  throw new AppError("model_timeout", `The language model wrote more than ${maxResponseBytes} bytes`);
}
