import { accessChecks } from "./access.ts";
import { apiChecks } from "./api.ts";
import { attachmentChecks } from "./attachments.ts";
import type { Check } from "./check.ts";
import { eventChecks } from "./events.ts";
import { functionChecks } from "./functions.ts";
import { mailChecks } from "./mail.ts";
import { observabilityChecks } from "./observability.ts";
import { queueChecks } from "./queues.ts";
import { secretChecks } from "./secrets.ts";
import { storageChecks } from "./storage.ts";
import { workflowChecks } from "./workflow.ts";

export const checks: Record<string, readonly Check[]> = {
  "X-30 the table": storageChecks,
  "PX-47 the bucket": attachmentChecks,
  "PX-64 mails": mailChecks,
  "B6 the queues": queueChecks,
  "the functions": functionChecks,
  "F7, N1 who may do what": accessChecks,
  "X-32 the workflow": workflowChecks,
  "X-34, X-40, X-41 events and schedules": eventChecks,
  "the API": apiChecks,
  "F7 secrets": secretChecks,
  "P-8 alarms, dashboard, tags": observabilityChecks,
};
