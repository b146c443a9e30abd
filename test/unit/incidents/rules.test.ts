import { describe, expect, it } from "vitest";
import { parseAnomaly } from "../../../packages/core/src/incidents/anomaly.ts";
import { fingerprintOf } from "../../../packages/core/src/incidents/fingerprint.ts";
import { withOpened, withReopened } from "../../../packages/core/src/incidents/group.ts";
import type { Incident } from "../../../packages/core/src/incidents/incident.ts";
import { autoResolveAt, isInWindow, later, united } from "../../../packages/core/src/incidents/rules.ts";
import { makeEvent } from "./rca/anomalies.ts";

const noon = "2026-03-01T12:00:00.000Z";
const windowMs = 15 * 60_000;

describe("LC-22, LC-23, H9 the window", () => {
  it.each([
    [0, true],
    [windowMs, true],
    [windowMs + 1, false],
    [-windowMs, true],
    [-windowMs - 1, false],
  ])("%d ms away from the last anomaly: %s", (ms, isIn) => {
    expect(isInWindow(new Date(Date.parse(noon) + ms).toISOString(), noon, windowMs)).toBe(isIn);
  });
});

describe("LC-23 what a joining anomaly adds", () => {
  it("is each service once, in the order in which they were named, two hundred at most", () => {
    expect(united(["b", "a"], { affectedServices: ["a", "c", "b", "c"] })).toEqual(["b", "a", "c"]);
    const many = Array.from({ length: 300 }, (_, at) => `service-${at}`);
    expect(united(["mine"], { affectedServices: many })).toEqual(["mine", ...many.slice(0, 199)]);
  });

  it("moves no time back", () => {
    expect(later(noon, "2026-03-01T11:59:59.999Z")).toBe(noon);
    expect(later(noon, "2026-03-01T12:00:00.001Z")).toBe("2026-03-01T12:00:00.001Z");
  });
});

describe("G-12 the time of auto-resolve", () => {
  it("is so many quiet minutes after the last anomaly, or never", () => {
    expect(autoResolveAt({ autoResolve: { enabled: true, quietMinutes: 30 } }, noon)).toBe("2026-03-01T12:30:00.000Z");
    expect(autoResolveAt({ autoResolve: { enabled: false, quietMinutes: 30 } }, noon)).toBeNull();
  });
});

describe("LC-22 a fingerprint", () => {
  const of = (fields: Record<string, unknown>, more: Parameters<typeof fingerprintOf>[1] = []) =>
    fingerprintOf(parseAnomaly(makeEvent(fields)), more);

  it("holds service and severity, and what the tenant adds, and nothing else", () => {
    const plain = of({});

    expect(of({ event_id: "x", error_message: "y", environment: "eu", anomaly_score: 9 })).toBe(plain);
    expect(of({ service: "x" })).not.toBe(plain);
    expect(of({ severity: "low" })).not.toBe(plain);
    expect(of({ environment: "eu" }, ["environment"])).not.toBe(of({ environment: "us" }, ["environment"]));
  });

  it("is that of the sender's key, whatever else differs", () => {
    expect(of({ dedup_key: "k", service: "x", severity: "low" })).toBe(of({ dedup_key: "k" }, ["environment"]));
    expect(of({ dedup_key: "k" })).not.toBe(of({ dedup_key: "l" }));
  });

  // Texts are joined so that none can run into the next.
  it("does not mix its parts up", () => {
    expect(of({ service: 'a","high' })).not.toBe(of({ service: "a" }));
    expect(of({ dedup_key: "payment-api" })).not.toBe(of({ service: "key" }));
    expect(of({ environment: "a", affected_endpoint: "b" }, ["environment", "affectedEndpoint"])).not.toBe(
      of({ environment: "ab" }, ["environment", "affectedEndpoint"]),
    );
  });
});

describe("LC-24 a group", () => {
  // Of an incident, a group holds these fields alone.
  const incident = (id: string, createdAt = noon) => ({ tenantId: "t", fingerprint: "f", id, createdAt }) as Incident;

  it("begins with its first incident, and has each new one in front of those that are open", () => {
    const first = withOpened(incident("1"), undefined, []);

    expect(first).toMatchObject({ incidentIds: ["1"], openedAt: [noon], version: 1 });
    expect(withOpened(incident("3"), { ...first, incidentIds: ["2", "1"] }, [incident("1")])).toMatchObject({
      incidentIds: ["3", "1"],
      openedAt: [noon, noon],
      version: 2,
    });
  });

  it("has a reopened incident in front, once, and counts no new one", () => {
    const group = { tenantId: "t", fingerprint: "f", incidentIds: ["2", "1"], openedAt: [noon, noon], version: 5 };

    expect(withReopened(incident("1"), group)).toEqual({ ...group, incidentIds: ["1", "2"], version: 6 });
    expect(withReopened(incident("1"), undefined)).toMatchObject({ incidentIds: ["1"], openedAt: [], version: 1 });
  });

  it("stays small: twenty incidents, and a hundred times", () => {
    const ids = Array.from({ length: 20 }, (_, at) => String(at));
    const group = { tenantId: "t", fingerprint: "f", incidentIds: ids, openedAt: Array(100).fill(noon), version: 1 };

    const next = withOpened(
      incident("new"),
      group,
      ids.map((id) => incident(id)),
    );

    expect(next.incidentIds).toEqual(["new", ...ids.slice(0, 19)]);
    expect(next.openedAt).toHaveLength(100);
  });
});
