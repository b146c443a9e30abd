import type { LookupFunction } from "node:net";
import { AppError } from "@tessera/core/errors";
import { Client, type Dispatcher } from "undici";

export interface ExchangeRequest {
  url: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
  maxResponseBytes: number;
}

export interface Connection {
  lookup: LookupFunction;
  signal: AbortSignal;
  /** Ends an attempt to connect that the deadline has left behind. */
  connectTimeoutMs: number;
}

export interface EgressResponse {
  status: number;
  /** Lower-case names; several lines of one name are joined by a comma. */
  headers: Record<string, string>;
  /** As it came: nothing is decompressed, so the cap is what is held in memory. */
  body: Uint8Array;
  /** The body was longer than the cap; the rest was not read. */
  truncated: boolean;
}

/** How a call failed, for who has to tell one from another: `egress_failed` carries it as `details.reason`. */
export type EgressFailure = "timeout" | "unreachable" | "broken";

const messages: Record<EgressFailure, string> = {
  timeout: "The remote host did not answer in time",
  unreachable: "The remote host could not be reached",
  broken: "The remote host broke off its answer",
};

/** What sockets and undici say when no connection came about. */
const unreachableCodes =
  /^(?:ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|\w*CERT\w*)$/;

/**
 * One request over one connection, which is closed with it, whatever happened. The deadline `signal` is that of the
 * whole exchange: name, connection, headers and body. Redirects are answers like any other: nobody follows them.
 */
export async function exchange(request: ExchangeRequest, connection: Connection): Promise<EgressResponse> {
  const { lookup, signal, connectTimeoutMs } = connection;
  const url = new URL(request.url);
  const client = new Client(url.origin, {
    connect: { lookup, timeout: connectTimeoutMs },
    pipelining: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  // Not by the request's own signal: undici looks at that only once there is a connection.
  const abort = () => void client.destroy();
  signal.addEventListener("abort", abort);
  try {
    signal.throwIfAborted();
    const response = await client.request({
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: { "user-agent": "tessera", ...request.headers },
      body: request.body ?? null,
    });
    const { body, truncated } = await readCapped(response.body, request.maxResponseBytes);
    return { status: response.statusCode, headers: plainHeaders(response.headers), body, truncated };
  } catch (cause) {
    throw failureOf(cause, signal);
  } finally {
    signal.removeEventListener("abort", abort);
    await client.destroy();
  }
}

async function readCapped(stream: Dispatcher.ResponseData["body"], maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    // undici's bodies are byte streams: no encoding was set.
    const bytes = chunk as Uint8Array;
    chunks.push(bytes);
    length += bytes.length;
    if (length > maxBytes) break;
  }
  const body = Buffer.concat(chunks);
  return { body: new Uint8Array(body.subarray(0, maxBytes)), truncated: length > maxBytes };
}

function plainHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

/** Fixed words: an error of the network may quote what the remote has sent. Only its code is kept. */
function failureOf(cause: unknown, signal: AbortSignal): AppError {
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason: EgressFailure = signal.aborted ? "timeout" : unreachableCodes.test(code) ? "unreachable" : "broken";
  return new AppError("egress_failed", messages[reason], { reason, code });
}
