import { randomUUID } from "node:crypto";
import * as z from "zod";
import { startAwsJsonServer } from "./aws-json-server.ts";
import { type EventPattern, matchesPattern } from "./event-pattern.ts";
import { localAccount, localRegion } from "./lambda.ts";
import type { LocalLog } from "./log.ts";
import type { LoopbackServer } from "./loopback.ts";

/** An event as EventBridge hands it to a rule's target. */
export interface EventEnvelope {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

export interface EventRule {
  name: string;
  pattern: EventPattern;
  target(envelope: EventEnvelope): Promise<void>;
}

const Entry = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  Time: z.number().optional(),
});
type Entry = z.infer<typeof Entry>;
const PutEventsInput = z.object({ Entries: z.array(Entry).min(1).max(10) });

type EntryAnswer = { EventId: string } | { ErrorCode: string; ErrorMessage: string };

/** EventBridge on loopback: PutEvents, and rules that route by pattern. */
export function startEventBus(options: { rules: readonly EventRule[]; log: LocalLog }): Promise<LoopbackServer> {
  const put = async (entry: Entry): Promise<EntryAnswer> => {
    const envelope = envelopeOf(entry);
    if ("ErrorCode" in envelope) return envelope;
    await Promise.all(options.rules.map((rule) => route(rule, envelope, options.log)));
    return { EventId: envelope.id };
  };
  return startAwsJsonServer({
    target: "AWSEvents",
    contentType: "application/x-amz-json-1.1",
    operations: {
      async PutEvents(request) {
        const answers = await Promise.all(PutEventsInput.parse(request).Entries.map(put));
        return {
          FailedEntryCount: answers.filter((answer) => "ErrorCode" in answer).length,
          Entries: answers,
        };
      },
    },
  });
}

/** PutEvents has answered for the event by then: what a target does with it is not the sender's concern. */
async function route(rule: EventRule, envelope: EventEnvelope, log: LocalLog): Promise<void> {
  if (!matchesPattern(rule.pattern, envelope)) return;
  try {
    await rule.target(envelope);
  } catch (cause) {
    log.warn("an event did not reach its target", { rule: rule.name, eventId: envelope.id, cause: String(cause) });
  }
}

function envelopeOf(entry: Entry): EventEnvelope | { ErrorCode: string; ErrorMessage: string } {
  const { Source, DetailType, Detail, Resources = [], Time } = entry;
  if (!Source || !DetailType || !Detail) {
    const missing = [!Source && "Source", !DetailType && "DetailType", !Detail && "Detail"].find(Boolean);
    return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${missing} is not valid.` };
  }
  const detail = parseObject(Detail);
  if (!detail) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  const time = Time === undefined ? new Date() : new Date(Time * 1_000);
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": DetailType,
    source: Source,
    account: localAccount,
    time: time.toISOString().replace(/\.\d{3}Z$/, "Z"),
    region: localRegion,
    resources: Resources,
    detail,
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
