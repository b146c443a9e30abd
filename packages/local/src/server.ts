import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { portOf } from "./loopback.ts";
import { StartError } from "./start-error.ts";

type Fetch = (request: Request, env: object) => Response | Promise<Response>;

export interface HttpServer {
  url: string;
  /** From now on requests reach the product; before, every one is answered 503. */
  serve(fetch: Fetch): void;
  /** Accepts nothing new, aborts the signals of the requests under way, and gives them this long. */
  stop(graceMs: number): Promise<void>;
}

/** A client that sends its request drop by drop does not hold a connection for long. */
const defaultLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
};

const idleCheckMs = 20;

/** Takes the ports first, so that a second start fails before it touches any data. All ports serve the same. */
export async function startHttpServer(options: {
  host: string;
  ports: readonly number[];
  limits?: Partial<typeof defaultLimits>;
}): Promise<HttpServer> {
  const limits = { ...defaultLimits, ...options.limits };
  let product: Fetch = () => Response.json({ status: "starting" }, { status: 503, headers: { "retry-after": "1" } });
  const stopping = new AbortController();
  const listener = getRequestListener((request, env) => product(endedBy(stopping.signal, request), env), {
    overrideGlobalObjects: false,
  });
  const servers: Server[] = [];
  const stop = async (graceMs: number): Promise<void> => {
    stopping.abort();
    await Promise.all(servers.map((server) => close(server, graceMs)));
  };

  try {
    for (const port of options.ports) {
      const server = createServer(limits, (request, response) => void listener(request, response));
      await listen(server, options.host, port);
      servers.push(server);
    }
  } catch (cause) {
    await stop(0);
    throw cause;
  }
  return {
    url: `http://${urlHost(options.host)}:${servers[0] ? portOf(servers[0]) : 0}`,
    serve(fetch) {
      product = fetch;
    },
    stop,
  };
}

/**
 * A request whose signal says that nobody waits any more: its client has gone, or the server stops. Whoever waits by
 * `Prefer: wait`, or follows a stream, is then answered with what there is.
 */
function endedBy(stopping: AbortSignal, request: Request): Request {
  return Object.defineProperty(request, "signal", { value: AbortSignal.any([request.signal, stopping]) });
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => reject(new StartError(listenMessage(cause, host, port), { cause }));
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

function listenMessage(cause: NodeJS.ErrnoException, host: string, port: number): string {
  if (cause.code === "EADDRINUSE") return `Port ${port} of ${host} is taken: stop what uses it, or choose another PORT`;
  return `Cannot listen on ${host}:${port} (${cause.code}): choose another HOST or PORT`;
}

function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    // A client may keep its connection after the answer: it is idle then, and closed.
    const sweep = setInterval(() => server.closeIdleConnections(), idleCheckMs);
    server.close(() => {
      clearTimeout(force);
      clearInterval(sweep);
      resolve();
    });
  });
}
