import { AppError } from "@tessera/core/errors";
import { describe, expect, it } from "vitest";
import { parseAnomaly } from "../../../packages/core/src/incidents/anomaly.ts";
import { makeEvent } from "./rca/anomalies.ts";

function refusal(event: unknown): { code: string; message: string; field: unknown } {
  try {
    parseAnomaly(event);
  } catch (cause) {
    if (cause instanceof AppError) return { code: cause.code, message: cause.message, field: cause.details.field };
    throw cause;
  }
  throw new Error("The event was taken");
}

describe("LC-20 the event of an anomaly", () => {
  it("needs its seven fields and nothing else", () => {
    expect(parseAnomaly(makeEvent())).toEqual({
      ...{ eventId: "evt-1", timestamp: "2026-03-01T12:00:00.000Z", anomalyType: "error_rate", anomalyScore: 4.2 },
      ...{ severity: "high", service: "payment-api", tenantId: "dev-local" },
      ...{ environment: null, message: null, description: null, traceId: null, spanIds: [], affectedServices: [] },
      ...{ affectedEndpoint: null, causalChain: [], evidenceLogs: [], zScore: null, errorRate: null },
      ...{ errorMessage: null, errorCategory: null, detectionMode: null, signalWeights: {}, requestTrace: [] },
      dedupKey: null,
    });
  });

  it("reads both spellings of a field alike, and drops what it does not know", () => {
    const camel = {
      ...{ eventId: "evt-1", timestamp: "2026-03-01T12:00:00Z", anomalyType: "error_rate", anomalyScore: 4.2 },
      ...{ severity: "high", service: "payment-api", tenantId: "dev-local", traceId: "t1", zScore: 3, unknownKey: {} },
    };

    expect(parseAnomaly(camel)).toEqual(parseAnomaly(makeEvent({ trace_id: "t1", z_score: 3 })));
    expect(parseAnomaly(camel)).not.toHaveProperty("unknownKey");
    expect(parseAnomaly(makeEvent({ trace_id: null, traceId: "t2" })).traceId).toBe("t2");
    expect(parseAnomaly(makeEvent({ trace_id: "t1", traceId: null })).traceId).toBe("t1");
  });

  it.each(["event_id", "@timestamp", "anomaly_type", "anomaly_score", "severity", "service", "tenant_id"])(
    "is refused without %s, by its name",
    (field) => {
      const { [field]: _left, ...rest } = makeEvent();

      expect(refusal(rest)).toEqual({ code: "invalid_request", message: `${field}: is required`, field });
    },
  );

  it.each([
    ["anomaly_score", -0.1],
    ["anomaly_score", "4.2"],
    ["anomaly_score", Number.NaN],
    ["anomaly_score", Number.POSITIVE_INFINITY],
    ["severity", "urgent"],
    ["severity", "HIGH"],
    ["service", ""],
    ["service", "  "],
    ["service", "a\nb"],
    ["service", "a\u202eb"],
    ["service", "x".repeat(201)],
    ["service", 7],
    ["event_id", "\ud800"],
    ["@timestamp", "yesterday"],
    ["@timestamp", "2026-03-01"],
    ["@timestamp", "2026-03-01T12:00:00"],
    ["@timestamp", "2026-02-30T12:00:00Z"],
    ["@timestamp", 1_772_366_400],
    ["detection_mode", "sometimes"],
    ["affected_services", "payment-api"],
    ["request_trace", { service: "a" }],
    ["error_rate", "high"],
    ["message", 7],
  ])("is refused for its %s: %j", (field, value) => {
    expect(refusal(makeEvent({ [field]: value }))).toMatchObject({ code: "invalid_request", field });
  });

  it("names the field as the sender spells it, and quotes no value", () => {
    const { anomaly_score: _left, ...rest } = makeEvent();

    const { field, message } = refusal({ ...rest, anomalyScore: "canary-4711" });

    expect(field).toBe("anomalyScore");
    expect(message).not.toContain("canary");
  });

  it.each([null, [], "x", 7, undefined])("is an object, and not %j", (event) => {
    expect(refusal(event)).toEqual({
      code: "invalid_request",
      message: "An anomaly must be a JSON object",
      field: undefined,
    });
  });

  it.each([
    ["2026-03-01T13:00:00+01:00"],
    ["2026-03-01T13:00:00+0100"],
    ["2026-03-01T13:00:00+01"],
    ["2026-03-01 12:00:00Z"],
    ["2026-03-01t12:00:00z"],
    ["2026-03-01T12:00Z"],
    ["2026-03-01T12:00:00,000Z"],
    ["2026-03-01T12:00:00.000000001Z"],
    ["2026-03-01T06:30:00-05:30"],
  ])("gives its time in UTC: %s", (timestamp) => {
    expect(parseAnomaly(makeEvent({ "@timestamp": timestamp })).timestamp).toBe("2026-03-01T12:00:00.000Z");
  });

  it.each([0, 0.84, 0.85, 4.2, 1e9])("C-15 takes any score from 0 on: %d", (anomaly_score) => {
    expect(parseAnomaly(makeEvent({ anomaly_score })).anomalyScore).toBe(anomaly_score);
  });

  it("cuts long texts and lists instead of losing the event", () => {
    const anomaly = parseAnomaly(
      makeEvent({
        ...{ message: "é".repeat(9_000), error_message: "💥".repeat(9_000), affected_services: Array(500).fill("a") },
        ...{
          evidence_logs: Array(500).fill("x".repeat(9_000)),
          request_trace: Array(500).fill({ message: "y".repeat(9_000) }),
        },
        ...{ span_ids: Array(500).fill("s"), causal_chain: Array(500).fill("c"), dedup_key: "k".repeat(900) },
        signal_weights: Object.fromEntries(Array.from({ length: 500 }, (_weight, at) => [`w${at}`, at])),
      }),
    );

    expect(anomaly.message).toHaveLength(4_000);
    expect(anomaly.errorMessage?.isWellFormed()).toBe(true);
    expect([anomaly.affectedServices.length, anomaly.spanIds.length, anomaly.causalChain.length]).toEqual([
      100, 200, 50,
    ]);
    expect([anomaly.evidenceLogs.length, anomaly.requestTrace.length]).toEqual([100, 200]);
    expect(anomaly.evidenceLogs[0]?.message).toHaveLength(2_000);
    expect(Object.keys(anomaly.signalWeights)).toHaveLength(50);
  });

  it("reads lines of logs in the words of several loggers, and leaves out what is no line", () => {
    const { evidenceLogs, requestTrace } = parseAnomaly(
      makeEvent({
        evidence_logs: [
          "2026-03-01 ERROR boom",
          { severity: "error", msg: "bang", http_status_code: "503" },
          7,
          null,
          {},
        ],
        request_trace: [{ service_name: "a", duration_ms: "12.5", endpoint: "GET /", error: false, level: ["x"] }],
      }),
    );

    expect(evidenceLogs).toMatchObject([
      { message: "2026-03-01 ERROR boom", level: "ERROR" },
      { message: "bang", level: "error", statusCode: 503 },
    ]);
    expect(requestTrace).toMatchObject([
      { service: "a", durationMs: 12.5, operation: "GET /", error: null, level: null },
    ]);
  });

  it("is not fooled by keys of prototypes", () => {
    const event = JSON.parse(
      JSON.stringify(makeEvent()).replace("{", '{"__proto__":{"severity":"low"},"constructor":{},'),
    );

    expect(parseAnomaly(event).severity).toBe("high");
    expect(parseAnomaly(makeEvent({ signal_weights: JSON.parse('{"__proto__":1,"a":2}') })).signalWeights.a).toBe(2);
  });
});
