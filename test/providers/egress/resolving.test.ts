import type { LookupAddress } from "node:dns";
import { createEgress } from "@tessera/providers/http";
import { describe, expect, it } from "vitest";
import { respond, serve } from "./loopback.ts";

const get = { method: "GET", headers: {}, timeoutMs: 2_000, maxResponseBytes: 1_000 } as const;

/** Answers one list of addresses after the other; the last one for ever. */
function resolverOf(...answers: string[][]) {
  const asked: string[] = [];
  const resolve = async (hostname: string): Promise<LookupAddress[]> => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return { asked, resolve };
}

describe("F3 names are judged by their addresses when a connection is made", () => {
  it.each([
    ["loopback", ["127.0.0.1"]],
    ["metadata", ["169.254.169.254"]],
    ["private", ["10.1.2.3"]],
    ["IPv6 loopback", ["::1"]],
    ["mapped loopback", ["::ffff:127.0.0.1"]],
    ["NAT64", ["64:ff9b::a9fe:a9fe"]],
    ["one bad address after a good one", ["93.184.215.14", "127.0.0.1"]],
    ["one bad address before a good one", ["fd00::1", "93.184.215.14"]],
  ])("blocks %s", async (_name, addresses) => {
    const { resolve } = resolverOf(addresses);
    const egress = createEgress({ allowHosts: [], resolve });

    await expect(egress.send({ ...get, url: "https://127.0.0.1.nip.example/" })).rejects.toMatchObject({
      code: "egress_blocked",
      message: "The URL points to a local, private or reserved address",
    });
  });

  it("asks for a name once, so a second answer can change nothing", async () => {
    const server = await serve(respond("200 OK"));
    const { resolve, asked } = resolverOf(["127.0.0.1"], ["169.254.169.254"]);
    const egress = createEgress({ allowHosts: ["receiver.test"], resolve });

    const answer = await egress.send({ ...get, url: `http://receiver.test:${server.port}/` });

    expect(answer.status).toBe(200);
    expect(asked).toEqual(["receiver.test"]);
  });

  it("judges anew for each call: a name that is rebound in between is blocked", async () => {
    const server = await serve(respond("200 OK"));
    const { resolve } = resolverOf(["127.0.0.1"], ["169.254.169.254"]);
    const egress = createEgress({ allowHosts: ["receiver.test"], resolve });
    const url = `http://receiver.test:${server.port}/`;
    await egress.send({ ...get, url });

    await expect(egress.send({ ...get, url })).rejects.toMatchObject({ code: "egress_blocked" });
    expect(server.requests).toHaveLength(1);
  });

  it("does not even resolve a URL that is refused by its form", async () => {
    const { resolve, asked } = resolverOf(["93.184.215.14"]);
    const egress = createEgress({ allowHosts: [], resolve });

    await expect(egress.send({ ...get, url: "https://[::1]/" })).rejects.toMatchObject({ code: "egress_blocked" });
    expect(asked).toEqual([]);
  });

  it.each([
    ["an unknown name", () => Promise.reject(Object.assign(new Error("ENOTFOUND secret.test"), { code: "ENOTFOUND" }))],
    ["a name without addresses", async () => []],
  ])("tells in fixed words that %s cannot be reached", async (_name, resolve) => {
    const egress = createEgress({ allowHosts: [], resolve });

    await expect(egress.send({ ...get, url: "https://secret.test/" })).rejects.toMatchObject({
      code: "egress_failed",
      message: expect.not.stringContaining("secret"),
    });
  });

  it("keeps the deadline while a name is being resolved", async () => {
    const egress = createEgress({ allowHosts: [], resolve: () => new Promise(() => {}) });
    const startedAt = performance.now();

    await expect(egress.send({ ...get, url: "https://slow.test/", timeoutMs: 200 })).rejects.toMatchObject({
      code: "egress_failed",
      details: { reason: "timeout" },
    });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });
});
