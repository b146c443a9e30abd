import { describe, expect, it, onTestFinished } from "vitest";
import { type AnyFake, fakePlatforms, makeMessage } from "../../support/platforms/index.ts";

const invalid: Record<string, string> = {
  pagerduty: "Invalid routing key",
  jira: "Invalid credentials",
  servicenow: "Invalid credentials",
  opsgenie: "Invalid API key",
  slack: "Invalid webhook URL",
};
const vendorText = "SECRET-VENDOR-TEXT";
const failed = (reason: string, retryable: boolean) => ({ kind: "failed", reason, retryable });

describe.each(fakePlatforms)("LC-47, LC-50 $name", ({ name, start }) => {
  async function startFake(): Promise<AnyFake> {
    const fake = await start();
    onTestFinished(() => fake.host.stop());
    return fake;
  }

  it("takes good settings", async () => {
    const { connect } = await startFake();

    expect(await connect().probe()).toEqual({ ok: true });
    expect(await connect().send(makeMessage())).toMatchObject({ kind: "sent" });
  });

  it("says in fixed words that a credential is wrong, and that a repeat is of no use", async () => {
    const { connect } = await startFake();
    const platform = connect({ badCredential: true });

    expect(await platform.probe()).toEqual({ ok: false, message: invalid[name] });
    expect(await platform.send(makeMessage())).toEqual(failed(invalid[name] ?? "", false));
  });

  it.each([
    [403, invalid[name], false],
    [418, "The platform refused the request", false],
    [429, "Too many requests", true],
    [500, "The platform is not available", true],
    [503, "The platform is not available", true],
  ])("answers %d in fixed words", async (status, reason, retryable) => {
    const { host, connect } = await startFake();
    host.failNext({ status, body: vendorText }, { status, body: vendorText });

    expect(await connect().send(makeMessage())).toEqual(failed(reason ?? "", retryable));
    expect(await connect().probe()).toEqual({ ok: false, message: reason });
  });

  it.each([
    ["30", 30],
    ["Sun, 01 Mar 2026 12:01:00 GMT", 60],
  ])("waits as long as a 429 asks for: Retry-After %s (D-27)", async (header, retryAfterSeconds) => {
    const { host, connect } = await startFake();
    host.failNext({ status: 429, headers: { "retry-after": header } });

    const outcome = await connect({ now: () => new Date("2026-03-01T12:00:00Z") }).send(makeMessage());

    expect(outcome).toEqual({ ...failed("Too many requests", true), retryAfterSeconds });
  });

  it("gives up on a host that hangs when the time for all its calls is over", async () => {
    const { host, connect } = await startFake();
    host.failNext("hang", "hang");
    const platform = connect({ timeoutMs: 200 });

    expect(await platform.send(makeMessage())).toEqual(failed("Connection timed out after 0.2s", true));
    expect(await platform.probe()).toEqual({ ok: false, message: "Connection timed out after 0.2s" });
  });

  it("says that a connection was closed or refused", async () => {
    const { host, connect } = await startFake();
    host.failNext("reset", "reset");
    expect(await connect().send(makeMessage())).toEqual(failed("Connection closed by the platform", true));
    expect(await connect().probe()).toEqual({ ok: false, message: "Connection closed by the platform" });

    await host.stop();

    expect(await connect().send(makeMessage())).toEqual(failed("Connection refused", true));
    expect(await connect().probe()).toEqual({ ok: false, message: "Connection refused" });
  });

  it("takes a page for people as no answer", async () => {
    const { host, connect } = await startFake();
    host.failNext({ status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: "<html>sleeping" });

    const outcome = await connect().send(makeMessage());

    expect(outcome).toEqual(failed("The platform gave an unexpected answer", true));
  });

  it("follows no redirect: credentials stay with their host (F6)", async () => {
    const [{ host, connect }, other] = await Promise.all([startFake(), startFake()]);
    host.failNext({ status: 307, headers: { location: other.host.url } });

    expect(await connect().send(makeMessage())).toEqual(failed("The platform answered with a redirect", false));
    expect(other.host.requests).toEqual([]);
  });

  it("asks nothing of a host that is not allowed any more (F5)", async () => {
    const { host, connect } = await startFake();
    const platform = connect({ allowHosts: [] });

    expect(await platform.send(makeMessage())).toEqual(failed("The URL is not allowed", false));
    expect(await platform.probe()).toEqual({ ok: false, message: "The URL is not allowed" });
    expect(host.requests).toEqual([]);
  });

  it("lets neither a vendor's text nor a secret into what it answers", async () => {
    const { host, connect, secrets } = await startFake();
    const statuses = [400, 401, 403, 404, 409, 410, 422, 429, 500];

    const answers: unknown[] = [];
    for (const status of statuses) {
      const body = `${vendorText} ${secrets.join(" ")}`;
      host.failNext({ status, body }, { status, body });
      answers.push(await connect().send(makeMessage()), await connect().probe());
    }

    const text = JSON.stringify(answers);
    for (const secret of [vendorText, ...secrets]) expect(text).not.toContain(secret);
  });

  it("names the incident's id, service and severity in every message (D-28)", async () => {
    const { host, connect } = await startFake();
    const first = await connect().send(makeMessage());
    const ref = first.kind === "sent" ? first.ref : null;

    await connect().send(makeMessage({ action: "acknowledge", ref }));
    await connect().send(makeMessage({ action: "resolve", ref }));

    expect(host.requests).toHaveLength(3);
    for (const { body } of host.requests) {
      const text = JSON.stringify(body);
      for (const word of ["inc-20260301-001", "payment-service", "high"]) expect(text).toContain(word);
    }
  });
});
