import type { Answer, TestApp } from "./api.ts";
import { expectStatus } from "./desk.ts";

/** An event of LC-20 that is right as it is, and new each time. */
export function anomalyEvent(test: TestApp, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event_id: crypto.randomUUID(),
    "@timestamp": test.clock.now().toISOString(),
    anomaly_type: "error_rate",
    anomaly_score: 4.2,
    severity: "critical",
    service: `service-${crypto.randomUUID().slice(0, 8)}`,
    tenant_id: "information",
    ...fields,
  };
}

/** A new incident's id. Throws when none was made. */
export async function openIncident(test: TestApp, key: string, fields: Record<string, unknown> = {}): Promise<string> {
  const answer = await test.call("POST", "/api/v1/anomalies", { key, body: anomalyEvent(test, fields) });
  const [result] = expectStatus(answer, 202).body.results;
  if (result?.outcome !== "created") throw new Error(`no incident was made: ${answer.text}`);
  return result.incidentId;
}

export const incidentStatuses = ["open", "acknowledged", "escalated", "resolved"] as const;
export type Status = (typeof incidentStatuses)[number];
export const moves = ["acknowledge", "escalate", "resolve", "reopen"] as const;
export type Move = (typeof moves)[number];

export function move(test: TestApp, key: string, id: string, name: Move): Promise<Answer> {
  return test.call("POST", `/api/incidents/${id}/${name}`, { key });
}

const wayTo: Record<Status, Move[]> = {
  open: [],
  acknowledged: ["acknowledge"],
  escalated: ["escalate"],
  resolved: ["resolve"],
};

/** A new incident that has come to this status by legal moves. */
export async function incidentIn(test: TestApp, key: string, status: Status): Promise<string> {
  const id = await openIncident(test, key);
  for (const name of wayTo[status]) expectStatus(await move(test, key, id, name), 200);
  return id;
}

/** The whole incident, as it is shown. */
export async function readIncident(test: TestApp, key: string, id: string) {
  return expectStatus(await test.call("GET", `/api/incidents/${id}`, { key }), 200).body;
}

/** What LC-60 tells of it, oldest first. */
export async function auditOf(test: TestApp, key: string, id: string): Promise<{ action: string; details: string }[]> {
  return expectStatus(await test.call("GET", `/api/v1/audit?incident_id=${id}`, { key }), 200).body.entries;
}

/** Settings of platforms, through their own route. */
export async function setPlatforms(test: TestApp, key: string, body: object) {
  expectStatus(await test.call("PATCH", "/api/v1/config/platforms", { key, body }), 200);
}

/** An id of the right form that no tenant has. */
export function nobodysId(): string {
  return `inc-20990101-${100_000 + Math.floor(Math.random() * 899_999)}`;
}
