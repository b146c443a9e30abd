import type { ServerResponse } from "node:http";
import { createServer } from "node:net";
import { inspect } from "node:util";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { AppError } from "@tessera/core/errors";
import type { ModelReply } from "@tessera/core/models";
import { createEgress } from "@tessera/providers/http";
import { describe, expect, it, onTestFinished } from "vitest";
import { gatewayBefore, gatewayFor, json, makeCall } from "../../support/llm/model-host.ts";
import { key, openai, protocols } from "../../support/llm/protocols.ts";

const mebibyte = 1_024 * 1_024;
const packed = gzipSync(Buffer.alloc(mebibyte, " "));
const megabytes = () => process.memoryUsage().rss / mebibyte;

async function failureOf(call: Promise<ModelReply>): Promise<AppError> {
  const cause = await call.then(
    () => new Error("it answered"),
    (thrown: unknown) => thrown,
  );
  if (cause instanceof AppError) return cause;
  throw cause;
}

/** Everything that a log could show of an error, its causes included. */
const allOf = (error: AppError) => inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });

const encoded = (encoding: string, body: Buffer) => (response: ServerResponse) =>
  void response.writeHead(200, { "content-type": "application/json", "content-encoding": encoding }).end(body);

/** Writes a byte now and then, for as long as it is let. */
function drip(response: ServerResponse) {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
}

/** Writes as fast as it is read, and says how much that was. */
function pourInto(facts: { bytes: number; closed: boolean }) {
  const chunk = Buffer.alloc(mebibyte, "x");
  return (response: ServerResponse) => {
    response.on("close", () => {
      facts.closed = true;
    });
    const pour = () => {
      while (!response.destroyed && facts.bytes < 300 * mebibyte) {
        facts.bytes += chunk.length;
        if (!response.write(chunk)) return;
      }
      response.end();
    };
    response.on("drain", pour);
    pour();
  };
}

describe.each(protocols)("D7 $name answers without end", (protocol) => {
  it.each([
    ["no byte", () => {}],
    ["a byte now and then", drip],
  ])("%s is model_timeout at the deadline, and the socket is closed", async (_name, behave) => {
    const facts = { closed: false };
    const { models, received } = await gatewayBefore(
      protocol,
      (response) => {
        response.on("close", () => {
          facts.closed = true;
        });
        behave(response);
      },
      { timeoutMs: 300 },
    );
    const startedAt = performance.now();

    expect(await failureOf(models.call(makeCall(protocol.choice)))).toMatchObject({ code: "model_timeout" });

    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(received).toHaveLength(1);
    await expect.poll(() => facts.closed).toBe(true);
  });

  it("300 MB are model_timeout after the first few, and not held in memory", async () => {
    const facts = { bytes: 0, closed: false };
    const { models } = await gatewayBefore(protocol, pourInto(facts), { timeoutMs: 20_000 });
    const before = megabytes();

    expect(await failureOf(models.call(makeCall(protocol.choice)))).toMatchObject({ code: "model_timeout" });

    expect(megabytes() - before).toBeLessThan(64);
    await expect.poll(() => facts.closed).toBe(true);
    expect(facts.bytes).toBeLessThan(50 * mebibyte);
  });

  it("a gzip bomb is model_timeout, and is not unpacked", async () => {
    // Parts that are packed one by one unpack to one whole.
    const bomb = Buffer.concat(Array.from({ length: 300 }, () => packed));
    const { models } = await gatewayBefore(protocol, encoded("gzip", bomb));
    const before = megabytes();

    expect(await failureOf(models.call(makeCall(protocol.choice)))).toMatchObject({ code: "model_timeout" });

    expect(megabytes() - before).toBeLessThan(64);
  });
});

describe.each(protocols)("$name packs its answers, which nobody asked for", (protocol) => {
  const draft = '{"summary":"s","tickets":[]}';
  const plain = JSON.stringify(protocol.says(draft));

  it.each([
    ["by gzip", "gzip", gzipSync(plain), draft],
    ["by deflate", "deflate", deflateSync(plain), draft],
    ["by brotli", "br", brotliCompressSync(plain), draft],
    ["in name only", "gzip", Buffer.from(plain), draft],
    ["by something else", "zstd", gzipSync(plain), ""],
    ["and breaks off", "gzip", gzipSync(plain).subarray(0, -20), ""],
  ])("%s", async (_name, encoding, body, text) => {
    const { models } = await gatewayBefore(protocol, encoded(encoding, body));

    expect((await models.call(makeCall(protocol.choice))).text).toBe(text);
  });
});

describe.each(protocols)("D8 $name is not there for now", (protocol) => {
  const now = () => new Date("2026-03-01T12:00:00Z");

  it.each([408, 429, 500, 502, 503, 529])("status %d is model_unavailable, asked once", async (status) => {
    const { models, received } = await gatewayBefore(protocol, json({ error: { message: "busy" } }, status));

    const failure = await failureOf(models.call(makeCall(protocol.choice)));

    expect(failure).toMatchObject({ code: "model_unavailable" });
    expect(failure.details).not.toHaveProperty("retryAfterSeconds");
    expect(received).toHaveLength(1);
  });

  it.each([
    ["0", 0],
    ["30", 30],
    ["Sun, 01 Mar 2026 12:00:20 GMT", 20],
    ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["1000000000", 60],
    ["-5", undefined],
    ["soon", undefined],
  ])("Retry-After: %s is %s seconds", async (value, seconds) => {
    const { models } = await gatewayBefore(protocol, json({}, 429, { "retry-after": value }), { now });

    const failure = await failureOf(models.call(makeCall(protocol.choice)));

    expect(failure.details.retryAfterSeconds).toBe(seconds);
  });

  it("a connection that is reset in the middle is model_unavailable", async () => {
    const { models } = await gatewayBefore(protocol, (response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("{", () => response.socket?.resetAndDestroy());
    });

    expect(await failureOf(models.call(makeCall(protocol.choice)))).toMatchObject({ code: "model_unavailable" });
  });

  it("a host that does not listen is model_unavailable", async () => {
    const models = gatewayFor(protocol, `http://127.0.0.1:${await closedPort()}`);

    expect(await failureOf(models.call(makeCall(protocol.choice)))).toMatchObject({ code: "model_unavailable" });
  });

  it("a name that does not resolve is model_unavailable", async () => {
    const egress = createEgress({
      allowHosts: [],
      resolve: () => Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" })),
    });
    const models = gatewayFor(protocol, "https://models.example.com", { egress });

    expect(await failureOf(models.call(makeCall(protocol.choice)))).toMatchObject({ code: "model_unavailable" });
  });

  it("a host that speaks no TLS is model_unavailable", async () => {
    const port = await plainPort();
    const models = gatewayFor(protocol, `https://127.0.0.1:${port}`);

    expect(await failureOf(models.call(makeCall(protocol.choice)))).toMatchObject({ code: "model_unavailable" });
  });
});

describe.each(protocols)("D9 $name refuses", (protocol) => {
  it.each([400, 401, 403, 404, 413, 422])("status %d is model_rejected, asked once", async (status) => {
    const { models, received } = await gatewayBefore(protocol, json({ error: { message: "no" } }, status));

    const failure = await failureOf(models.call(makeCall(protocol.choice)));

    expect(failure).toMatchObject({ code: "model_rejected", retryable: false, details: { status } });
    expect(received).toHaveLength(1);
  });

  it("a redirect is refused and never followed: the key would go with it", async () => {
    const { models, received } = await gatewayBefore(protocol, json({}, 307, { location: "/elsewhere" }));

    expect(await failureOf(models.call(makeCall(protocol.choice)))).toMatchObject({ code: "model_rejected" });
    expect(received).toHaveLength(1);
  });

  it.each([401, 500])("no error of a status %d holds the key, the prompt, or what the host wrote", async (status) => {
    const { models } = await gatewayBefore(
      protocol,
      json({ error: { message: `Incorrect API key ${key}`, type: "authentication_error" } }, status),
    );
    const messages = [{ role: "user", text: "a secret plan" }] as const;

    const shown = allOf(await failureOf(models.call(makeCall(protocol.choice, { messages }))));

    expect(shown).toContain(String(status));
    for (const secret of [key, "Incorrect", "authentication_error", "a secret plan"]) {
      expect(shown).not.toContain(secret);
    }
  });

  it("a host that may not be called is model_rejected, and is not called", async () => {
    const egress = createEgress({ allowHosts: [] });
    const { models, received } = await gatewayBefore(protocol, json({}), { egress });

    expect(await failureOf(models.call(makeCall(protocol.choice)))).toMatchObject({ code: "model_rejected" });
    expect(received).toEqual([]);
  });
});

describe("D9 an error that is not ours", () => {
  it("from a key that no header takes is model_rejected, and holds neither the key nor a cause", async () => {
    const badKey = "sk-left\nright";
    const models = gatewayFor(openai, "http://127.0.0.1:1", { providers: { openai: { apiKey: badKey } } });

    const failure = await failureOf(models.call(makeCall(openai.choice)));

    expect(failure).toMatchObject({ code: "model_rejected", message: "The language model could not be asked" });
    expect(failure.cause).toBeUndefined();
    expect(allOf(failure)).not.toMatch(/sk-left|right/);
  });
});

/** A port that answers in clear text, whatever it is told. */
async function plainPort(): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  });
  const port = await listen(server);
  onTestFinished(() => void server.close());
  return port;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port");
  return address.port;
}
