import { analyseByRules, Rca } from "@tessera/core/incidents/rca";
import { describe, expect, it } from "vitest";
import { parseAnomaly } from "../../../../packages/core/src/incidents/anomaly.ts";
import { cases, makeEvent } from "./anomalies.ts";

const analyse = (overrides: Record<string, unknown> = {}) => analyseByRules(parseAnomaly(makeEvent(overrides)));
const textsOf = (rca: Rca) => [rca.title, rca.rootCause, rca.impact, rca.suggestedFix, ...rca.reproduceSteps];

describe("LC-27 the analysis by rules", () => {
  it("is shown on many kinds of anomalies", () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBeGreaterThanOrEqual(45);
  });

  it.each(cases)("$name", ({ event, title, cause, rest }) => {
    const rca = analyseByRules(parseAnomaly(event));

    expect(rca.title).toBe(title);
    for (const part of cause) expect(rca.rootCause).toContain(part);
    for (const part of rest) expect([rca.impact, rca.suggestedFix, ...rca.reproduceSteps].join("\n")).toContain(part);
    expect(rca.source).toBe("fallback");
    expect(Rca.safeParse(rca).error).toBeUndefined();
    expect(textsOf(rca).join("\n")).not.toMatch(/undefined(?! \(reading)|null\b|\{service\}|NaN|\[object/i);
    expect(analyseByRules(parseAnomaly(structuredClone(event)))).toEqual(rca);
  });

  it("never lets a trace in circles, or without services, keep it from an answer", () => {
    const circle = [
      { service: "a", level: "ERROR", message: "boom", spanId: "1", parentSpanId: "2" },
      { service: "b", level: "ERROR", message: "bang", spanId: "2", parentSpanId: "1" },
    ];
    const started = performance.now();

    expect(Rca.safeParse(analyse({ request_trace: circle })).success).toBe(true);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(analyse({ request_trace: [{ level: "ERROR", message: "boom" }] }).rootCause).toContain(
      'First error: "boom"',
    );
    expect(analyse({ causal_chain: ["???", " -> "] }).rootCause).toContain("payment-api");
  });

  it("stays within its limits, however long the texts of others are", () => {
    const long = "🔥 error ".repeat(600);
    const lines = Array.from({ length: 300 }, (_line, at) => ({
      service: `svc-${at}-${"x".repeat(180)}`,
      message: long,
    }));

    const rca = analyse({
      error_message: long,
      service: "s".repeat(200),
      request_trace: lines,
      affected_endpoint: long,
    });

    expect(Rca.safeParse(rca).error).toBeUndefined();
    expect([...rca.title].length).toBeLessThanOrEqual(120);
    expect(rca.reproduceSteps.length).toBeLessThanOrEqual(12);
  });

  it("shows no control or invisible characters of a log", () => {
    const rca = analyse({
      error_message: "\u001b[31mboom\u0000\u202eerror\u202c\r\nsecond line",
      affected_endpoint: "GET /a\u200bb\n",
    });

    expect(textsOf(rca).join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it.each([
    ["password=hunter2hunter", "hunter2"],
    ["Authorization: Bearer abcdef0123456789", "abcdef"],
    ['{"api_key": "lc_proj_0123456789abcdef"}', "0123456789"],
    ["postgres://app:s3cr3t@db:5432/pay connection refused", "s3cr3t"],
    ["AKIAIOSFODNN7EXAMPLE is not authorized", "AKIAIOSFODNN7EXAMPLE"],
    ["invalid token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJzdWIi"],
    ["openai: 401 sk-proj-abcdefghijklmnop0123", "abcdefghijklmnop"],
    ["slack xoxb-123456789012-abcdef failed", "123456789012"],
    ["token: 9f8e7d6c5b4a failed", "9f8e7d6c5b4a"],
  ])("L2 shows no credential of a log: %s", (error_message, secret) => {
    const texts = textsOf(
      analyse({ error_message, request_trace: [{ service: "a", level: "ERROR", message: error_message }] }),
    );

    expect(texts.join("\n")).not.toContain(secret);
    expect(texts.join("\n")).toContain("[redacted]");
  });

  it("keeps what only speaks of credentials", () => {
    expect(analyse({ error_message: "invalid token: signature mismatch" }).rootCause).toContain("signature mismatch");
  });

  it("takes no time for lines that are made to cost some", () => {
    const started = performance.now();

    for (const part of [
      "Bearer ",
      "password=",
      "a:",
      "://",
      "eyJ",
      "deadlock lock ",
      "-----BEGIN PRIVATE KEY-----",
      "[[](",
    ]) {
      analyse({ error_message: part.repeat(4_000), evidence_logs: Array(100).fill(part.repeat(2_000)) });
    }

    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
