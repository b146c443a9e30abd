import { type IncidentSettings, type PlatformName, platformConfigOf } from "../settings/index.ts";
import { briefOf } from "./brief.ts";
import {
  attemptKey,
  type Forwarding,
  newForwarding,
  nextNumber,
  record,
  withMessage,
  withMessageUnderWay,
} from "./forwarding.ts";
import type { Incident } from "./incident.ts";
import type { PlatformOutcome } from "./platform-ports.ts";
import type { IncidentContext } from "./ports.ts";
import { retryChange } from "./record.ts";

/** What a platform was told inside of a request (D-27), and what it said to that. */
export interface Told {
  platform: PlatformName;
  /** Of the message. */
  number: number;
  outcome: PlatformOutcome;
}

/** Tells a platform that an incident was escalated. Nothing that waits to be told delays it. */
export async function tellNow(
  context: IncidentContext,
  settings: IncidentSettings,
  incident: Incident,
  platform: PlatformName,
): Promise<Told> {
  const { row, number } = await begin(context, incident, platform);
  const config = await platformConfigOf(context, settings, platform);
  if (!config) {
    return { platform, number, outcome: { kind: "failed", reason: "The platform is not enabled", retryable: false } };
  }
  const outcome = await context.platforms.connect(platform, config).send({
    action: "trigger",
    incident: { ...briefOf(incident, context.publicUrl), status: "escalated" },
    ref: row.ref,
    attemptKey: attemptKey(row, number),
    // What it was to be told before may have arrived, and its answer not.
    repeated: row.ref === null && row.messages.length > 1,
  });
  return { platform, number, outcome };
}

/** Written before it is sent: if this process dies, it is told again, and the platform finds it by its key (A12). */
function begin(
  context: IncidentContext,
  incident: Incident,
  platform: PlatformName,
): Promise<{ row: Forwarding; number: number }> {
  const key = { tenantId: incident.tenantId, incidentId: incident.id, platform };
  return retryChange(context, async () => {
    const before = (await context.incidents.findForwarding(key)) ?? newForwarding(incident, platform);
    const row = withMessageUnderWay(before, "trigger", context.now());
    await context.incidents.saveForwarding(row);
    return { row, number: nextNumber(before) };
  });
}

/** The rows with what platforms have said; those that somebody else has brought to an end meanwhile are left out. */
export function withOutcomes(
  { now, random }: IncidentContext,
  rows: readonly Forwarding[],
  told: readonly Told[],
): Forwarding[] {
  return told.flatMap(({ platform, number, outcome }) => {
    const row = rows.find((one) => one.platform === platform);
    const next = row && record(row, number, outcome, now(), random());
    return next && next !== row ? [next] : [];
  });
}

/** For an incident that was resolved while platforms were told of it: they are told that too. */
export async function saveResolved(context: IncidentContext, rows: readonly Forwarding[]): Promise<void> {
  for (const row of rows) {
    const isLast = row.messages.at(-1)?.action === "resolve";
    const at = context.now().toISOString();
    const next = isLast ? row : { ...withMessage(row, "resolve", { at }), version: row.version };
    await context.incidents.saveForwarding(next);
  }
}
