import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../functions/lib/config.ts";

const required = {
  TESSERA_TABLE: "tessera",
  TESSERA_JOBS_QUEUE_URL: "http://127.0.0.1/jobs",
  TESSERA_CALLBACKS_QUEUE_URL: "http://127.0.0.1/callbacks",
  TESSERA_INTAKE_DLQ_URL: "http://127.0.0.1/intake",
  TESSERA_AGENTS_QUEUE_URL: "http://127.0.0.1/agents",
  TESSERA_ANOMALIES_DLQ_URL: "http://127.0.0.1/anomalies",
  TESSERA_INCIDENTS_QUEUE_URL: "http://127.0.0.1/incidents",
  TESSERA_WORKFLOW_ARN: "arn:aws:states:us-east-1:000000000000:stateMachine:jobs",
  TESSERA_EVENT_BUS: "tessera",
  TESSERA_ATTACHMENTS_BUCKET: "tessera-attachments",
  TESSERA_SECRET_KEY: Buffer.alloc(32).toString("base64"),
};
const budgetOf = (value: string) => loadConfig({ ...required, LLM_DAILY_BUDGET_USD: value }).LLM_DAILY_BUDGET_USD;

describe("D13 M8 the daily budget of a tenant", () => {
  it("is none unless the operator sets one", () => {
    expect([budgetOf(""), budgetOf("12.5")]).toEqual([undefined, 12.5]);
  });

  it.each(["0", "-1", "many", "Infinity"])("may not be %s", (value) => {
    expect(() => budgetOf(value)).toThrow("LLM_DAILY_BUDGET_USD");
  });
});
