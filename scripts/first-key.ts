import { bootstrapAccess } from "@tessera/core/access";

/**
 * `npm run bootstrap`: makes the first key of a deployed table and prints it, once. Whoever may write the table may run
 * it; TESSERA_TABLE, TESSERA_SECRET_KEY and AWS_REGION name the deployment.
 */
const elsewhere = [
  "TESSERA_JOBS_QUEUE_URL",
  "TESSERA_CALLBACKS_QUEUE_URL",
  "TESSERA_INTAKE_DLQ_URL",
  "TESSERA_AGENTS_QUEUE_URL",
  "TESSERA_ANOMALIES_DLQ_URL",
  "TESSERA_INCIDENTS_QUEUE_URL",
];
// Nothing is sent from here: the configuration only wants to know that these exist.
for (const name of elsewhere) process.env[name] ??= "https://unused.invalid";
for (const name of ["TESSERA_WORKFLOW_ARN", "TESSERA_EVENT_BUS", "TESSERA_ATTACHMENTS_BUCKET"])
  process.env[name] ??= "unused";

const { runtime } = await import("../functions/lib/runtime.ts");
const { key } = await bootstrapAccess(runtime.systemContext("bootstrap"), { fixedKey: null });
console.log(key ?? "This table has its first key already; make others with it: POST /admin/keys");
