import { authorizeIncidents } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { loadIncidentSettings } from "../settings/index.ts";
import { type Anomaly, parseAnomaly } from "./anomaly.ts";
import type { IncidentContext } from "./ports.ts";
import { type Intake, takeInAnomaly } from "./take-in.ts";

export interface IntakeMany {
  /** Each with its place in what was given. */
  taken: { index: number; intake: Intake }[];
  rejected: { index: number; code: string; message: string }[];
}

const parallel = 8;

/** LC-20: anomalies of one caller. What cannot be read is named and stops no other (D-24). */
export async function takeInAnomalies(
  context: IncidentContext,
  input: { events: readonly unknown[] },
): Promise<IntakeMany> {
  const { tenantId } = authorizeIncidents(context, "write");
  const { anomalies, rejected } = parseAll(input.events);
  const settings = await loadIncidentSettings(context, tenantId);
  const taken: IntakeMany["taken"] = [];
  const waiting = anomalies[Symbol.iterator]();
  const worker = async () => {
    for (const { index, anomaly } of waiting) {
      taken.push({ index, intake: await takeInAnomaly(context, tenantId, anomaly, settings) });
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return { taken: taken.sort((a, b) => a.index - b.index), rejected };
}

function parseAll(events: readonly unknown[]) {
  const anomalies: { index: number; anomaly: Anomaly }[] = [];
  const rejected: IntakeMany["rejected"] = [];
  events.forEach((event, index) => {
    try {
      anomalies.push({ index, anomaly: parseAnomaly(event) });
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      rejected.push({ index, code: cause.code, message: cause.message });
    }
  });
  return { anomalies, rejected };
}
