import { randomUUID } from "node:crypto";
import type { Message } from "@aws-sdk/client-sqs";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { actForTenant, anonymousPrincipal } from "@tessera/core/access";
import type { Incident } from "@tessera/core/incidents";
import { type Cloud, recordedEvent } from "./cloud.ts";

/** The batch that Lambda hands to a queue's function; each body as it would lie in the queue. */
export function queueEvent(...bodies: unknown[]) {
  const record = recordedEvent("queue-record");
  return {
    Records: bodies.map((body, index) => ({
      ...record,
      messageId: `message-${index}`,
      body: typeof body === "string" ? body : JSON.stringify(body),
    })),
  };
}

/** An anomaly with an id of its own. */
export function anomalyOf(service: string, fields: object = {}): Record<string, unknown> {
  const { detail } = recordedEvent("anomaly-detected") as { detail: object };
  return { ...detail, event_id: randomUUID(), service, ...fields };
}

/** The same as EventBridge hands it on. */
export function envelopeOf(detail: unknown) {
  return { ...recordedEvent("anomaly-detected"), id: randomUUID(), detail };
}

/** The incidents of a service, out of the table that the bundles write. */
export async function incidentsOf(service: string, tenantId = "default"): Promise<Incident[]> {
  const { incidentContext } = await import("../../../functions/lib/incidents.ts");
  const context = incidentContext("test");
  const { items } = await context.incidents.list(actForTenant(context, tenantId), {
    limit: 100,
    offset: 0,
    filter: { service },
  });
  return items;
}

/** What may make tenants and clients. */
export async function adminContext() {
  const { runtime } = await import("../../../functions/lib/runtime.ts");
  const context = runtime.systemContext("test");
  return { ...context, principal: { ...context.principal, scopes: ["admin" as const] } };
}

/** What may change the default tenant's settings. */
export async function settingsContext() {
  const { incidentRequestContext } = await import("../../../functions/lib/incident-requests.ts");
  const { withDesk } = await import("../../../functions/lib/desk.ts");
  const { runtime } = await import("../../../functions/lib/runtime.ts");
  const caller = { principal: anonymousPrincipal(), correlationId: randomUUID() };
  return incidentRequestContext(withDesk(runtime.contextFor(caller)));
}

/** What lies in the dead-letter queue of the anomalies, each with its reason. */
export async function deadLetters({ backend }: Cloud): Promise<{ body: unknown; reason: string | undefined }[]> {
  const { queues, client } = backend.queues;
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queues.anomalies.deadLetterUrl,
      MessageAttributeNames: ["All"],
      MaxNumberOfMessages: 10,
    }),
  );
  return Messages.map(({ Body, MessageAttributes }: Message) => ({
    body: JSON.parse(Body ?? ""),
    reason: MessageAttributes?.reason?.StringValue,
  }));
}
