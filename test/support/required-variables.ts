import { randomBytes } from "node:crypto";

/** What the functions cannot start without; all else has a default. */
export const requiredVariables = {
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
  TESSERA_SECRET_KEY: randomBytes(32).toString("base64"),
};
