import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { type HttpServer, startHttpServer } from "../../packages/local/src/server.ts";
import { freePort } from "../support/product.ts";

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(0)));
});

async function start(...ports: number[]): Promise<HttpServer> {
  const server = await startHttpServer({ host: "127.0.0.1", ports });
  servers.push(server);
  return server;
}

const statusOf = async (url: string) => (await fetch(url)).status;

/** What a server answers to these bytes, until it closes the connection. */
async function answerTo(url: string, request: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(request);
  return text(socket);
}

describe("X-50 the HTTP server", () => {
  it("answers 503 until the product is up", async () => {
    const server = await start(0);

    const before = await statusOf(`${server.url}/health`);
    server.serve(() => Response.json({ status: "ok" }));
    const after = await statusOf(`${server.url}/health`);

    expect({ before, after }).toEqual({ before: 503, after: 200 });
  });

  it("says in one line which port is taken", async () => {
    const { url } = await start(0);
    const { port } = new URL(url);

    await expect(start(Number(port))).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken: stop what uses it, or choose another PORT`,
    );
  });

  it("holds no port when one of several is taken", async () => {
    const free = await freePort();
    const { url } = await start(0);

    await expect(start(free, Number(new URL(url).port))).rejects.toThrow(/is taken/);
    await expect(start(free)).resolves.toBeDefined();
  });

  it("finishes the request under way when it is stopped", async () => {
    const server = await start(0);
    let release = () => {};
    const entered = new Promise<void>((enter) => {
      server.serve(async () => {
        enter();
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return new Response("done");
      });
    });
    const answer = fetch(server.url);
    await entered;

    const stopped = server.stop(5_000);
    release();
    const body = await (await answer).text();
    await stopped;

    expect(body).toBe("done");
    await expect(fetch(server.url)).rejects.toThrow();
  });
});

describe("X-50 a request that waits", () => {
  it("is told when the server stops, and answered", async () => {
    const server = await start(0);
    const entered = Promise.withResolvers<void>();
    server.serve(async ({ signal }) => {
      entered.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return new Response("as it is");
    });
    const answer = fetch(server.url);
    await entered.promise;

    await server.stop(5_000);

    expect(await (await answer).text()).toBe("as it is");
  });

  it("is told when its client goes away", async () => {
    const server = await start(0);
    const [entered, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    server.serve(async ({ signal }) => {
      signal.addEventListener("abort", () => told.resolve());
      entered.resolve();
      await told.promise;
      return new Response("nobody reads this");
    });
    const client = new AbortController();
    const answer = fetch(server.url, { signal: client.signal });
    await entered.promise;

    client.abort();

    await expect(answer).rejects.toThrow();
    await expect(told.promise).resolves.toBeUndefined();
  });
});

describe("X-2 several ports", () => {
  it("answer the same", async () => {
    const ports = [await freePort(), await freePort(), await freePort()];
    const server = await start(...ports);
    server.serve((request) => new Response(new URL(request.url).pathname));

    const answers = await Promise.all(ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/same`)).text()));

    expect(answers).toEqual(["/same", "/same", "/same"]);
  });
});

describe("hostile clients", () => {
  it("get no more than 16 KiB of headers", async () => {
    const { url } = await start(0);

    const answer = await answerTo(url, `GET / HTTP/1.1\r\nhost: x\r\nx: ${"a".repeat(20_000)}\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1.1 431 /);
  });

  it("are cut off when their headers take longer than the limit", async () => {
    const limits = { headersTimeout: 100, connectionsCheckingInterval: 50 };
    const server = await startHttpServer({ host: "127.0.0.1", ports: [0], limits });
    servers.push(server);

    const answer = await answerTo(server.url, "GET / HTTP/1.1\r\nhost: x\r\n");

    expect(answer).toMatch(/^HTTP\/1.1 408 /);
  });
});
