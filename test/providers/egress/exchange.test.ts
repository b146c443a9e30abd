import { gzipSync } from "node:zlib";
import { createEgress } from "@tessera/providers/http";
import { describe, expect, it, onTestFinished } from "vitest";
import { waitFor } from "../../support/wait.ts";
import { respond, serve } from "./loopback.ts";

const egress = createEgress({ allowHosts: ["127.0.0.1"] });
const get = { method: "GET", headers: {}, timeoutMs: 2_000, maxResponseBytes: 64 * 1_024 } as const;
const failed = (reason: string) =>
  expect.objectContaining({ code: "egress_failed", details: expect.objectContaining({ reason }) });

/** Runs a call that must fail and answers how long it took. */
async function failingTime(call: Promise<unknown>, reason: string): Promise<number> {
  const startedAt = performance.now();
  await expect(call).rejects.toEqual(failed(reason));
  return performance.now() - startedAt;
}

describe("an exchange", () => {
  it("sends what it is given and answers status, headers and body", async () => {
    const server = await serve(respond("201 Created", ["x-a: 1", "X-B: 2", "x-b: 3"], "hello"));

    const answer = await egress.send({
      ...get,
      url: `${server.url}/path?q=1`,
      method: "POST",
      headers: { "x-test": "yes" },
      body: "body",
    });

    expect(answer).toMatchObject({ status: 201, headers: { "x-a": "1", "x-b": "2, 3" }, truncated: false });
    expect(Buffer.from(answer.body).toString()).toBe("hello");
    expect(server.requests[0]).toMatch(/^POST \/path\?q=1 HTTP\/1\.1\r\n/);
    expect(server.requests[0]).toContain("x-test: yes");
  });

  it("follows no redirect: the target is never asked (E4)", async () => {
    const target = await serve(respond("200 OK"));
    const server = await serve(respond("302 Found", [`location: ${target.url}/secret`]));

    const answer = await egress.send({ ...get, url: server.url });

    expect(answer.status).toBe(302);
    expect(target.requests).toEqual([]);
  });

  it("takes no proxy from the environment (F5)", async () => {
    const proxy = await serve(respond("200 OK"));
    const server = await serve(respond("204 No Content"));
    for (const name of ["HTTP_PROXY", "http_proxy", "ALL_PROXY"]) {
      process.env[name] = proxy.url;
      onTestFinished(() => {
        delete process.env[name];
      });
    }

    expect((await egress.send({ ...get, url: server.url })).status).toBe(204);
    expect(proxy.requests).toEqual([]);
  });
});

describe("E5, D7 a long body", () => {
  it("is read up to the cap, and the connection is closed", async () => {
    const server = await serve(respond("200 OK", [], "x".repeat(1_024 * 1_024)));

    const answer = await egress.send({ ...get, url: server.url });

    expect(answer).toMatchObject({ status: 200, truncated: true });
    expect(answer.body).toHaveLength(64 * 1_024);
    await waitFor(() => server.facts.open === 0, { what: "the connection to close" });
  });

  it("is whole when it is exactly as long as the cap", async () => {
    const server = await serve(respond("200 OK", [], "x".repeat(64 * 1_024)));

    const answer = await egress.send({ ...get, url: server.url });

    expect(answer.truncated).toBe(false);
    expect(answer.body).toHaveLength(64 * 1_024);
  });

  it("without end is cut as well, with little memory", async () => {
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const server = await serve((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
      const pour = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on("drain", pour);
      pour();
    });

    const answer = await egress.send({ ...get, url: server.url });

    expect(answer).toMatchObject({ truncated: true });
    expect(answer.body).toHaveLength(64 * 1_024);
  });

  it("that is compressed stays so: a bomb is as small as it came", async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 1_024 * 1_024));
    const server = await serve((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
      socket.end(bomb);
    });

    const answer = await egress.send({ ...get, url: server.url });

    expect(answer.body).toHaveLength(bomb.length);
    expect(server.requests[0]).not.toMatch(/accept-encoding/i);
  });
});

describe("E3, D7 hosts that do not answer well", () => {
  it("gives up at the deadline on one that says nothing, and closes", async () => {
    const server = await serve(() => {});

    const tookMs = await failingTime(egress.send({ ...get, url: server.url, timeoutMs: 300 }), "timeout");

    expect(tookMs).toBeLessThan(1_500);
    await waitFor(() => server.facts.open === 0, { what: "the connection to close" });
  });

  it("gives up at the deadline on one that drips, however alive it looks", async () => {
    const server = await serve((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
      const drip = setInterval(() => socket.write("x"), 20);
      socket.on("close", () => clearInterval(drip));
    });

    const tookMs = await failingTime(egress.send({ ...get, url: server.url, timeoutMs: 300 }), "timeout");

    expect(tookMs).toBeLessThan(1_500);
    await waitFor(() => server.facts.open === 0, { what: "the connection to close" });
  });

  it("gives up at the deadline on one whose headers drip", async () => {
    const server = await serve((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nx-long: ");
      const drip = setInterval(() => socket.write("x"), 20);
      socket.on("close", () => clearInterval(drip));
    });

    expect(await failingTime(egress.send({ ...get, url: server.url, timeoutMs: 300 }), "timeout")).toBeLessThan(1_500);
  });

  const secret = "remote-secret-words";
  it.each([
    ["resets", (socket: import("node:net").Socket) => void socket.resetAndDestroy()],
    ["closes without a byte", (socket: import("node:net").Socket) => void socket.end()],
    ["talks another protocol", (socket: import("node:net").Socket) => void socket.end(`${secret}\r\n\r\n`)],
    [
      "breaks off its body",
      (socket: import("node:net").Socket) => void socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n${secret}`),
    ],
    [
      "sends a malformed chunk",
      (socket: import("node:net").Socket) =>
        void socket.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n${secret}`),
    ],
    [
      "sends endless headers",
      (socket: import("node:net").Socket) => void socket.end(`HTTP/1.1 200 OK\r\nx: ${secret.repeat(2_000)}\r\n\r\n`),
    ],
  ])("says in fixed words that one that %s broke off", async (_name, behaviour) => {
    const server = await serve(behaviour);

    const error: unknown = await egress.send({ ...get, url: server.url }).catch((cause: unknown) => cause);

    expect(error).toEqual(failed("broken"));
    expect(String(error)).toBe("AppError: The remote host broke off its answer");
    expect(JSON.stringify(error)).not.toContain(secret);
  });

  it("says that one that is not there cannot be reached", async () => {
    const { url, close } = await serve(respond("200 OK"));
    await close();

    await failingTime(egress.send({ ...get, url }), "unreachable");
  });
});

describe("repeated calls", () => {
  /** Answers each status in turn, then 200. */
  async function serveStatuses(...answers: [status: string, ...headers: string[]][]) {
    let call = 0;
    const server = await serve((socket, request) => {
      const [status, ...headers] = answers[call] ?? ["200 OK"];
      call += 1;
      respond(status, headers)(socket, request);
    });
    return server;
  }

  it("happen only when they are asked for", async () => {
    const server = await serveStatuses(["503 Busy"]);

    expect((await egress.send({ ...get, url: server.url })).status).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  it.each(["429 Slow down", "502 Bad Gateway", "503 Busy", "504 Late"])("repeat after %s", async (status) => {
    const server = await serveStatuses([status, "retry-after: 0"]);

    expect((await egress.send({ ...get, url: server.url, retries: 2 })).status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  it.each(["400 Bad", "401 No", "404 None", "500 Bug"])("do not repeat after %s", async (status) => {
    const server = await serveStatuses([status]);

    await egress.send({ ...get, url: server.url, retries: 2 });

    expect(server.requests).toHaveLength(1);
  });

  it("end with the last answer when it does not get better", async () => {
    const server = await serveStatuses(["503 a"], ["503 b"], ["502 c"], ["200 never asked"]);

    expect((await egress.send({ ...get, url: server.url, retries: 2, timeoutMs: 10_000 })).status).toBe(502);
    expect(server.requests).toHaveLength(3);
  });

  it("wait as long as Retry-After asks", async () => {
    const server = await serveStatuses(["429 Slow down", "retry-after: 1"]);
    const startedAt = performance.now();

    await egress.send({ ...get, url: server.url, retries: 1, timeoutMs: 5_000 });

    expect(performance.now() - startedAt).toBeGreaterThan(990);
  });

  it("do not wait past the deadline of all of them", async () => {
    const server = await serveStatuses(["429 Slow down", "retry-after: 3600"]);
    const startedAt = performance.now();

    expect((await egress.send({ ...get, url: server.url, retries: 3 })).status).toBe(429);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  it("also follow a broken connection", async () => {
    let call = 0;
    const server = await serve((socket, request) => {
      call += 1;
      if (call === 1) socket.resetAndDestroy();
      else respond("200 OK")(socket, request);
    });

    expect((await egress.send({ ...get, url: server.url, retries: 1 })).status).toBe(200);
  });

  it("never follow a refusal of our own", async () => {
    let resolved = 0;
    const guarded = createEgress({
      allowHosts: [],
      resolve: async () => {
        resolved += 1;
        return [{ address: "10.0.0.1", family: 4 }];
      },
    });

    await expect(guarded.send({ ...get, url: "https://example.test", retries: 3 })).rejects.toMatchObject({
      code: "egress_blocked",
    });
    expect(resolved).toBe(1);
  });
});
