import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** Parsed JSON, or undefined where nothing was sent. */
  body: unknown;
}

export interface FakeAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Text goes out as it is, all else as JSON. */
  body?: unknown;
}

/** What goes wrong with one request: `lost` does the work and drops the answer, `mute` does it and keeps the answer. */
export type Fault = FakeAnswer | "hang" | "reset" | "lost" | "mute";

export interface FakeHost {
  url: string;
  requests: FakeRequest[];
  /** Faults of the next requests, one each; the platform answers again once they are used up. */
  failNext(...faults: Fault[]): void;
  /** Closes the connections of those that hang or were kept. */
  dropHanging(): void;
  /** From then on connections are refused. */
  stop(): Promise<void>;
}

/** A vendor on loopback that keeps a ledger of what it was asked. */
export async function startFakeHost(answer: (request: FakeRequest) => FakeAnswer): Promise<FakeHost> {
  const requests: FakeRequest[] = [];
  let faults: Fault[] = [];
  let hanging: IncomingMessage[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    requests.push(request);
    const fault = faults.shift();
    if (fault === "hang") return void hanging.push(incoming);
    if (fault === "reset") return void incoming.socket.resetAndDestroy();
    if (typeof fault === "object") return reply(response, fault);
    const answered = answer(request);
    if (fault === "lost") return void incoming.socket.resetAndDestroy();
    if (fault === "mute") return void hanging.push(incoming);
    reply(response, answered);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    failNext: (...next) => {
      faults = next;
    },
    dropHanging: () => {
      for (const { socket } of hanging) socket.destroy();
      hanging = [];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const url = new URL(incoming.url ?? "/", "http://fake");
  return {
    method: incoming.method ?? "",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body: text === "" ? undefined : JSON.parse(text),
  };
}

function reply(response: ServerResponse, { status, headers, body }: FakeAnswer): void {
  const isText = typeof body === "string";
  const type = isText ? "text/plain" : "application/json";
  response.writeHead(status, { "content-type": type, ...headers }).end(isText ? body : JSON.stringify(body));
}

export const notFound: FakeAnswer = { status: 404, body: { message: "SECRET-VENDOR-TEXT no such path" } };

/** A vendor's refusal. Its text must never reach anybody. */
export function refuse(status: number): FakeAnswer {
  return { status, body: { message: "SECRET-VENDOR-TEXT", errors: ["SECRET-VENDOR-TEXT"] } };
}
