import { authorizeIncidents } from "../access/index.ts";
import type { Incident } from "./incident.ts";
import type { IncidentContext } from "./ports.ts";

/** In minutes, to a tenth; null where there is nothing to measure. */
export interface ResponseTimes {
  sampleSize: number;
  avg: number | null;
  median: number | null;
  p95: number | null;
  min: number | null;
  max: number | null;
}

export interface Responsiveness {
  mtta: ResponseTimes;
  mttr: ResponseTimes;
  /** False where there were more incidents than one request looks at: the newest ones were measured. */
  isComplete: boolean;
}

const dayMs = 24 * 3_600_000;
const pageSize = 500;
/** What one request reads at most. */
const incidentLimit = 5_000;

/** LC-61: how long the incidents of the last days took to be acknowledged and to be resolved. */
export async function measureResponse(context: IncidentContext, input: { days: number }): Promise<Responsiveness> {
  const { tenantId } = authorizeIncidents(context, "read");

  const since = new Date(context.now().getTime() - input.days * dayMs).toISOString();
  const recent: Incident[] = [];
  let cursor: string | undefined;
  do {
    const page = await context.incidents.list(tenantId, { limit: pageSize, cursor, filter: {}, offset: 0 });
    const wanted = page.items.filter(({ createdAt }) => createdAt >= since);
    recent.push(...wanted);
    cursor = wanted.length === page.items.length ? page.cursor : undefined;
  } while (cursor !== undefined && recent.length < incidentLimit);
  const times = (stamp: "acknowledgedAt" | "resolvedAt") =>
    recent.flatMap((incident) => {
      const at = incident[stamp];
      return at === null ? [] : [(Date.parse(at) - Date.parse(incident.createdAt)) / 60_000];
    });
  return {
    mtta: summarize(times("acknowledgedAt")),
    mttr: summarize(times("resolvedAt")),
    isComplete: cursor === undefined,
  };
}

function summarize(minutes: readonly number[]): ResponseTimes {
  const sorted = [...minutes].sort((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    sampleSize: sorted.length,
    avg: sorted.length === 0 ? null : round(sum / sorted.length),
    median: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    min: round(sorted[0]),
    max: round(sorted.at(-1)),
  };
}

/** Between the two values that it lies between, as spreadsheets do. */
function percentile(sorted: readonly number[], share: number): number | null {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) return null;
  return round(below + (above - below) * (place - Math.floor(place)));
}

function round(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 10) / 10;
}
