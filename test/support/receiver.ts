import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export interface Delivery {
  id: string;
  event: string;
  timestamp: number;
  body: string;
  headers: Record<string, string>;
}

export interface Receiver {
  url: string;
  deliveries: Delivery[];
  /** Statuses of the next answers, one each; 200 once they are used up. */
  answerWith(...statuses: number[]): void;
  stop(): Promise<void>;
}

/** Throws unless the delivery was signed with this secret: judged by the receivers' own library. */
export function verifyDelivery(delivery: Delivery, secret: string): void {
  new Webhook(secret).verify(delivery.body, delivery.headers);
}

/** A callback receiver on loopback that keeps a ledger of what it was sent. */
export async function startReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  let statuses: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    deliveries.push({
      id: headers["webhook-id"] ?? "",
      event: headers["x-taskforge-event"] ?? "",
      timestamp: Number(headers["webhook-timestamp"]),
      body: Buffer.concat(chunks).toString("utf8"),
      headers,
    });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    deliveries,
    answerWith: (...next) => {
      statuses = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
