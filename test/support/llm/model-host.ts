import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ModelCall, ModelChoice } from "@tessera/core/models";
import { createEgress } from "@tessera/providers/http";
import { createModelGateway, type ModelGatewayOptions } from "@tessera/providers/llm";
import { onTestFinished } from "vitest";
import type { Protocol } from "./protocols.ts";

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads foreign JSON by its path; a wrong one fails the test.
  body: any;
}

/** An HTTP server on loopback that answers as told, and what it was sent. It lives as long as its test. */
export async function startHost(answer: (response: ServerResponse) => void, wantedPort = 0) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    received.push({ method, path: url, headers, body: JSON.parse(Buffer.concat(chunks).toString("utf8")) });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(wantedPort, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { received, url: `http://127.0.0.1:${port}` };
}

export function makeCall(choice: ModelChoice, change: Partial<ModelCall> = {}): ModelCall {
  return {
    choice,
    system: "You write tickets as JSON.",
    messages: [{ role: "user", text: "The spec." }],
    schema: {
      name: "draft",
      json: {
        type: "object",
        properties: { summary: { type: "string" }, tickets: { type: "array", items: { type: "string" } } },
        required: ["summary", "tickets"],
        additionalProperties: false,
      },
    },
    contextTokens: 131_072,
    maxOutputTokens: 4_096,
    temperature: 0.5,
    ...change,
  };
}

/** The gateway, set up for one vendor whose API is spoken at this address. */
export function gatewayFor(protocol: Protocol, url: string, options: Partial<ModelGatewayOptions> = {}) {
  return createModelGateway({
    egress: createEgress({ allowHosts: ["127.0.0.1"] }),
    providers: protocol.settings(url),
    timeoutMs: 5_000,
    ...options,
  });
}

/** A gateway for one vendor before a host that answers as told. */
export async function gatewayBefore(
  protocol: Protocol,
  answer: (response: ServerResponse) => void,
  options: Partial<ModelGatewayOptions> = {},
) {
  const { received, url } = await startHost(answer);
  return { received, models: gatewayFor(protocol, url, options) };
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
