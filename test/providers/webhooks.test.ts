import type { WebhookRequest } from "@tessera/core/deliveries";
import { AppError } from "@tessera/core/errors";
import { createEgress, type Egress, type EgressRequest, type EgressResponse } from "@tessera/providers/http";
import { createWebhookSender, signWebhook } from "@tessera/providers/webhooks";
import { describe, expect, it } from "vitest";
import { startReceiver, verifyDelivery } from "../support/receiver.ts";
import { respond, serve } from "./egress/loopback.ts";

const [secret, oldSecret] = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2VjcmV0LW9mLWEtcm90YXRlZC1jbGllbnQ="];
const sender = createWebhookSender({ egress: createEgress({ allowHosts: ["127.0.0.1"] }) });

function makeRequest(overrides: Partial<WebhookRequest> = {}): WebhookRequest {
  return {
    url: "http://127.0.0.1:1/callback",
    id: "msg_1",
    event: "job.completed",
    timestamp: Math.floor(Date.now() / 1_000),
    body: '{"job_id":"1","title":"Zahlungen 💶"}',
    secrets: [secret],
    ...overrides,
  };
}

/** An egress that answers from memory and keeps what it was asked. */
function fakeEgress(answer: Partial<EgressResponse> | AppError) {
  const requests: EgressRequest[] = [];
  const egress: Egress = {
    check: () => null,
    send: async (request) => {
      requests.push(request);
      if (answer instanceof AppError) throw answer;
      return { status: 200, headers: {}, body: new Uint8Array(), truncated: false, ...answer };
    },
  };
  return { requests, sender: createWebhookSender({ egress }) };
}

describe("E1 signatures", () => {
  it("reproduce the vector of the Standard Webhooks documentation", () => {
    const message = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' };

    expect(signWebhook(secret, message)).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  it("convince the receivers' own library, and carry the event beside the standard headers", async () => {
    const receiver = await startReceiver();

    const outcome = await sender.send(makeRequest({ url: `${receiver.url}/callback` }));
    await receiver.stop();

    expect(outcome).toEqual({ kind: "delivered", status: 200 });
    const [delivery] = receiver.deliveries;
    if (!delivery) throw new Error("nothing was delivered");
    verifyDelivery(delivery, secret);
    expect(() => verifyDelivery(delivery, oldSecret)).toThrow("No matching signature");
    expect(delivery).toMatchObject({ id: "msg_1", event: "job.completed", body: makeRequest().body });
    expect(delivery.headers["content-type"]).toBe("application/json");
  });

  it("are one for each secret while a rotation lasts, so both verify", async () => {
    const receiver = await startReceiver();

    await sender.send(makeRequest({ url: receiver.url, secrets: [secret, oldSecret] }));
    await receiver.stop();

    const [delivery] = receiver.deliveries;
    if (!delivery) throw new Error("nothing was delivered");
    expect(delivery.headers["webhook-signature"]).toMatch(/^v1,\S{44} v1,\S{44}$/);
    verifyDelivery(delivery, secret);
    verifyDelivery(delivery, oldSecret);
  });
});

describe("TF-61, E4 what a receiver answers", () => {
  it.each([200, 201, 202, 204, 299])("%d is delivered", async (status) => {
    expect(await fakeEgress({ status }).sender.send(makeRequest())).toEqual({ kind: "delivered", status });
  });

  it("410 asks for an end", async () => {
    expect(await fakeEgress({ status: 410 }).sender.send(makeRequest())).toEqual({ kind: "gone", status: 410 });
  });

  it.each([199, 300, 301, 302, 307, 400, 404, 429, 500, 503])("%d has failed", async (status) => {
    expect(await fakeEgress({ status }).sender.send(makeRequest())).toMatchObject({ kind: "failed", status });
  });

  it("3xx is not followed: its target is never asked", async () => {
    const target = await serve(respond("200 OK"));
    const server = await serve(respond("307 Temporary Redirect", [`location: ${target.url}`]));

    expect(await sender.send(makeRequest({ url: server.url }))).toMatchObject({ kind: "failed", status: 307 });
    expect(target.requests).toEqual([]);
  });

  it.each([
    ["120", 120],
    ["Sun, 01 Mar 2026 12:01:00 GMT", 60],
    ["garbage", undefined],
  ])("Retry-After %s is passed on", async (value, retryAfterSeconds) => {
    const busy = fakeEgress({ status: 503, headers: { "retry-after": value } });
    const timestamp = Date.parse("2026-03-01T12:00:00Z") / 1_000;

    expect(await busy.sender.send(makeRequest({ timestamp }))).toEqual({
      kind: "failed",
      reason: "refused",
      status: 503,
      retryAfterSeconds,
    });
  });

  it("is read to 64 KB, whatever comes: 1 MB and a 200 is delivered (E5)", async () => {
    const server = await serve(respond("200 OK", [], "x".repeat(1_024 * 1_024)));

    expect(await sender.send(makeRequest({ url: server.url }))).toEqual({ kind: "delivered", status: 200 });
  });
});

describe("E3 receivers that do not answer well", () => {
  it("have 15 seconds and 64 KB for everything, and one try", async () => {
    const { requests, sender: recording } = fakeEgress({});

    await recording.send(makeRequest());

    expect(requests).toEqual([expect.objectContaining({ timeoutMs: 15_000, maxResponseBytes: 65_536 })]);
    expect(requests[0]?.retries).toBeUndefined();
  });

  it.each([
    ["timeout", new AppError("egress_failed", "late", { reason: "timeout" })],
    ["unreachable", new AppError("egress_failed", "gone", { reason: "unreachable" })],
    ["blocked", new AppError("egress_blocked", "no")],
  ])("have failed with the fixed word %s", async (reason, error) => {
    expect(await fakeEgress(error).sender.send(makeRequest())).toEqual({ kind: "failed", reason, status: null });
  });

  it("have failed when they reset the connection", async () => {
    const server = await serve((socket) => void socket.resetAndDestroy());

    expect(await sender.send(makeRequest({ url: server.url }))).toEqual({
      kind: "failed",
      reason: "broken",
      status: null,
    });
  });

  it("are not even called where the URL may not be", async () => {
    const closed = createWebhookSender({ egress: createEgress({ allowHosts: [] }) });

    expect(await closed.send(makeRequest({ url: "https://169.254.169.254/" }))).toMatchObject({ reason: "blocked" });
  });
});
