import { randomUUID } from "node:crypto";
import { type App, type Calls, expectStatus, invocation, mean, message, published } from "./count.ts";
import { addUsage, type Usage } from "./prices.ts";

const warmIncidents = 10;
/** More than a page, so that a list looks for the next one, as lists do. */
const countedIncidents = 30;

/** What incidents use: each opened by an anomaly of its own, and one that a storm of anomalies joins. */
export async function incidentUsage(app: App, calls: Calls): Promise<{ title: string; usage: Usage }[]> {
  const { handler } = await import("../../functions/incidents/work.ts");
  const takeIn = async (service: string) => {
    const { usage } = await expectStatus(app, calls.post("/api/v1/anomalies", anomaly(service)), 202);
    return addUsage(usage, published);
  };
  const open = async () => {
    const taken = await takeIn(randomUUID());
    const [incident] = JSON.parse((await expectStatus(app, calls.get("/api/incidents?limit=1"), 200)).body);
    const hint = { tenantId: "default", incidentId: incident.id };
    const worked = await invocation(() => handler({ Records: [recordOf(hint)] }));
    return addUsage(taken, message, worked.usage);
  };
  for (let incident = 0; incident < warmIncidents; incident += 1) await open();
  await takeIn("storm");

  const opened: Usage[] = [];
  const joined: Usage[] = [];
  const lists: Usage[] = [];
  for (let incident = 0; incident < countedIncidents; incident += 1) {
    opened.push(await open());
    joined.push(await takeIn("storm"));
    lists.push((await expectStatus(app, calls.get("/api/incidents?limit=25&status=open"), 200)).usage);
  }
  return [
    { title: "a million incidents: an anomaly each, rules for a model, no platform", usage: mean(opened) },
    { title: "a million anomalies that join an open incident", usage: mean(joined) },
    { title: "a million lists of 25 open incidents", usage: mean(lists) },
  ];
}

function anomaly(service: string): object {
  return {
    event_id: randomUUID(),
    "@timestamp": new Date().toISOString(),
    anomaly_type: "error_rate",
    anomaly_score: 4.2,
    severity: "critical",
    service,
    tenant_id: "cost",
    error_message: "connection refused by orders-db:5432",
    affected_services: ["order-engine", "notification-svc"],
  };
}

/** A message as Lambda hands it on. */
function recordOf(body: object) {
  const attributes = {
    ApproximateReceiveCount: "1",
    SentTimestamp: "0",
    SenderId: "cost",
    ApproximateFirstReceiveTimestamp: "0",
  };
  return {
    ...{ messageId: randomUUID(), receiptHandle: "cost", body: JSON.stringify(body), attributes },
    ...{ messageAttributes: {}, md5OfBody: "", eventSource: "aws:sqs", eventSourceARN: "", awsRegion: "us-east-1" },
  };
}
