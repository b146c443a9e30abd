import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What a raw server does with a connection, once the first bytes of a request have come. */
type Behaviour = (socket: Socket, request: string) => void;

/** A TCP server that lives as long as its test, and says how many requests it had and how its sockets ended. */
export async function serve(behaviour: Behaviour) {
  const facts = { requests: [] as string[], open: 0 };
  const server: Server = createServer((socket) => {
    facts.open += 1;
    socket.on("close", () => {
      facts.open -= 1;
    });
    // A client that hangs up in the middle is what many of these tests are about.
    socket.on("error", () => {});
    socket.once("data", (data) => {
      facts.requests.push(data.toString("latin1"));
      behaviour(socket, data.toString("latin1"));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(() => void close());
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { requests: facts.requests, facts, port, url: `http://127.0.0.1:${port}`, close };
}

/** A whole answer with a length. */
export function respond(status: string, headers: string[] = [], body = ""): Behaviour {
  const head = [`HTTP/1.1 ${status}`, `content-length: ${Buffer.byteLength(body)}`, ...headers, "", ""].join("\r\n");
  return (socket) => socket.end(head + body);
}
