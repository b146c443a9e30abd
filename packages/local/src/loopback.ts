import type { Server as HttpServer } from "node:http";
import type { Server } from "node:net";

/** Listens on a free loopback port and answers the base URL. */
export function listenOnLoopback(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      server.off("error", reject);
      resolve(`http://127.0.0.1:${portOf(server)}`);
    });
  });
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a port");
  return address.port;
}

export interface LoopbackServer {
  endpoint: string;
  stop(): Promise<void>;
}

/** Starts a server that stops at once, whatever connections are open. */
export async function serveOnLoopback(server: HttpServer): Promise<LoopbackServer> {
  const endpoint = await listenOnLoopback(server);
  return {
    endpoint,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
