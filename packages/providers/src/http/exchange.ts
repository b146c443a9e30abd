import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { AppError } from "@tessera/core/errors";

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

/** What sockets say when no connection came about. */
const unreachableCodes =
  /^(?:ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ERR_TLS_\w+|ERR_SSL_\w+|\w*CERT\w*)$/;

/**
 * One request over one connection, which is closed with it, whatever happened. The deadline `signal` is that of the
 * whole exchange: name, connection, headers and body. Redirects are answers like any other: nobody follows them.
 */
export async function exchange(request: ExchangeRequest, connection: Connection): Promise<EgressResponse> {
  const { signal } = connection;
  try {
    signal.throwIfAborted();
    const response = await open(request, connection);
    const { body, truncated } = await readCapped(response, request.maxResponseBytes);
    return { status: response.statusCode ?? 0, headers: plainHeaders(response.headersDistinct), body, truncated };
  } catch (cause) {
    throw failureOf(cause, signal);
  }
}

/** Sends the request and answers when the headers of the response are there. */
function open(request: ExchangeRequest, { lookup, signal }: Connection): Promise<IncomingMessage> {
  const url = new URL(request.url);
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = send(url, {
      method: request.method,
      headers: { "user-agent": "tessera", ...request.headers },
      // No pool: a connection was judged for one name and one request.
      agent: false,
      lookup,
      signal,
    });
    outgoing.on("response", resolve);
    outgoing.on("error", reject);
    outgoing.end(request.body);
  });
}

/** Leaving the loop early closes the connection. */
async function readCapped(stream: IncomingMessage, maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    // No encoding was set, so chunks are bytes.
    const bytes = chunk as Uint8Array;
    chunks.push(bytes);
    length += bytes.length;
    if (length > maxBytes) break;
  }
  const body = Buffer.concat(chunks);
  return { body: new Uint8Array(body.subarray(0, maxBytes)), truncated: length > maxBytes };
}

function plainHeaders(headers: IncomingMessage["headersDistinct"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, values = []]) => [name, values.join(", ")]));
}

/** Fixed words: an error of the network may quote what the remote has sent. Only its code is kept. */
function failureOf(cause: unknown, signal: AbortSignal): AppError {
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason: EgressFailure = signal.aborted ? "timeout" : unreachableCodes.test(code) ? "unreachable" : "broken";
  return new AppError("egress_failed", messages[reason], { reason, code });
}
