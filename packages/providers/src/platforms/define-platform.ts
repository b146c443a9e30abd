import type { Platform, PlatformMessage, PlatformOutcome } from "@tessera/core/incidents";
import type { PlatformName } from "@tessera/core/settings";
import type { EgressResponse } from "../http/index.ts";
import {
  CallFailure,
  failureOfNetwork,
  failureOfStatus,
  type StatusReasons,
  timedOut,
  urlNotAllowed,
} from "./failure.ts";
import type { PlatformTools } from "./tools.ts";

/** What our few fields of an answer, or a page of notes, may take. */
const maxResponseBytes = 512 * 1_024;

export interface Connection {
  name: PlatformName;
  /** Every call goes to this host, and nowhere else (F6). */
  baseUrl: string;
  headers: Record<string, string>;
  reasons: StatusReasons;
}

export interface CallRequest {
  method: "GET" | "POST" | "PATCH";
  /** Added to the path of the base URL. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
}

/** Answers the JSON of a success, or undefined where there is none. Throws `CallFailure`. */
export type Call = (request: CallRequest) => Promise<unknown>;

interface Adapter {
  send(call: Call, message: PlatformMessage): Promise<PlatformOutcome>;
  probe(call: Call): Promise<unknown>;
}

/** A platform of an adapter's calls: one deadline for all of them, and every failure is an outcome. */
export function definePlatform(connection: Connection, tools: PlatformTools, adapter: Adapter): Platform {
  return {
    async send(message) {
      try {
        return await adapter.send(startCalls(connection, tools), message);
      } catch (cause) {
        return failureIn(cause).outcome;
      }
    },
    async probe() {
      try {
        await adapter.probe(startCalls(connection, tools));
        return { ok: true };
      } catch (cause) {
        return { ok: false, message: failureIn(cause).outcome.reason };
      }
    },
  };
}

function failureIn(cause: unknown): CallFailure {
  if (cause instanceof CallFailure) return cause;
  throw cause;
}

function startCalls(connection: Connection, tools: PlatformTools): Call {
  const { egress, timeoutMs } = tools;
  const endsAt = performance.now() + timeoutMs;

  return async (request) => {
    // F5: what was allowed when it was saved may not be any more.
    if (tools.checkUrl(connection.name, connection.baseUrl) !== null) throw urlNotAllowed();
    const leftMs = Math.ceil(endsAt - performance.now());
    if (leftMs <= 0) throw timedOut(timeoutMs);

    const response = await egress
      .send({
        url: urlOf(connection.baseUrl, request),
        method: request.method,
        headers: { accept: "application/json", "content-type": "application/json", ...connection.headers },
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        timeoutMs: leftMs,
        maxResponseBytes,
      })
      .catch((cause: unknown) => {
        throw failureOfNetwork(cause, timeoutMs);
      });
    return readReply(response, connection.reasons, tools.now());
  };
}

function urlOf(baseUrl: string, { path, query = {} }: CallRequest): string {
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(/\/+$/, "") + path;
  url.hash = "";
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

function readReply(response: EgressResponse, reasons: StatusReasons, now: Date): unknown {
  const { status, headers, body } = response;
  if (status < 200 || status >= 300) throw failureOfStatus(response, reasons, now);
  // Sign-in pages and sleeping instances answer 200 as well.
  if (/^text\/html\b/i.test(headers["content-type"] ?? "")) {
    throw new CallFailure({ reason: "The platform gave an unexpected answer", retryable: true }, status);
  }
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    // Some answer "ok". That the call was taken is what counts: repeating it might do it twice.
    return undefined;
  }
}
