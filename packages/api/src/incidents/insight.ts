import { createRoute } from "@hono/zod-openapi";
import {
  countIncidents,
  type IncidentCounts,
  type IncidentStatus,
  incidentStatuses,
  listIncidentAudit,
  measureResponse,
  type ResponseTimes,
  type TimelineEntry,
} from "@tessera/core/incidents";
import { type Severity, severities } from "@tessera/core/settings";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { limitField } from "../http/paging.ts";
import type { Surface } from "../http/surface.ts";
import { requireId, security } from "./contract.ts";
import { errors } from "./errors.ts";
import type { IncidentGuard } from "./guard.ts";
import { Time, toSeconds } from "./incident-wire.ts";
import { serve } from "./spellings.ts";

const tags = ["incidents"];

const AuditWire = z
  .strictObject({
    incident_id: z.string(),
    entries: z.array(
      z.strictObject({
        action: z.enum(["created", "acknowledged", "escalated", "resolved", "reopened"]),
        timestamp: Time,
        details: z.string(),
        actor: z.string(),
        id: z.string(),
      }),
    ),
  })
  .openapi("IncidentAudit");

const auditRoute = createRoute({
  method: "get",
  path: "/api/v1/audit",
  operationId: "GetIncidentAudit",
  tags,
  security,
  request: { query: z.strictObject({ incident_id: z.string().min(1) }) },
  responses: { 200: json(AuditWire, "Oldest first"), ...errors(400, 404) },
});

const bySeverity = z.strictObject({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int() });
const byStatus = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject({ open: schema, acknowledged: schema, escalated: schema, resolved: schema });

const StatsWire = z
  .strictObject({ total: z.int(), byStatus: byStatus(z.int()), bySeverity, counts: byStatus(bySeverity) })
  .openapi("IncidentStats");

const statsRoute = createRoute({
  method: "get",
  path: "/api/v1/stats",
  operationId: "GetIncidentStats",
  tags,
  security,
  request: { query: z.strictObject({}) },
  responses: { 200: json(StatsWire, "How many incidents there are"), ...errors(400) },
});

const minutes = z.union([z.number(), z.null()]);
const TimesWire = z.strictObject({
  sampleSize: z.int(),
  avgMinutes: minutes,
  medianMinutes: minutes,
  p95Minutes: minutes,
  minMinutes: minutes,
  maxMinutes: minutes,
});

const MttrWire = z
  .strictObject({
    days: z.int(),
    mttr: TimesWire,
    mtta: TimesWire,
    isComplete: z.boolean().openapi({ description: "False: only the newest incidents of the time were measured." }),
  })
  .openapi("IncidentResponseTimes");

const mttrRoute = createRoute({
  method: "get",
  path: "/api/v1/metrics/mttr",
  operationId: "GetIncidentResponseTimes",
  tags,
  security,
  request: { query: z.strictObject({ days: limitField({ standard: 30, maximum: 365 }) }) },
  responses: { 200: json(MttrWire, "Of the incidents of the last days"), ...errors(400) },
});

/** What has happened to incidents, and how long it took (LC-60, LC-61). */
export function serveInsight({ app }: Surface, guard: IncidentGuard): void {
  const mayRead = guard({ access: "read" });

  serve(app, auditRoute, mayRead, async (c) => {
    const id = requireId(c.req.valid("query").incident_id);
    const entries = await listIncidentAudit(c.get("context"), { id });
    return c.json(AuditWire.parse({ incident_id: id, entries: entries.map(auditToWire) }), 200);
  });

  serve(app, statsRoute, mayRead, async (c) => c.json(countsToWire(await countIncidents(c.get("context"))), 200));

  serve(app, mttrRoute, mayRead, async (c) => {
    const { days } = c.req.valid("query");
    const { mttr, mtta, isComplete } = await measureResponse(c.get("context"), { days });
    return c.json({ days, mttr: timesToWire(mttr), mtta: timesToWire(mtta), isComplete }, 200);
  });
}

function auditToWire({ id, action, at, actor, text }: TimelineEntry) {
  return { action, timestamp: toSeconds(at), details: text, actor, id };
}

function countsToWire(counts: IncidentCounts): z.infer<typeof StatsWire> {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const ofStatus = (status: IncidentStatus) => sum(severities.map((severity) => counts[status][severity]));
  const ofSeverity = (severity: Severity) => sum(incidentStatuses.map((status) => counts[status][severity]));
  return {
    total: sum(incidentStatuses.map(ofStatus)),
    byStatus: {
      open: ofStatus("open"),
      acknowledged: ofStatus("acknowledged"),
      escalated: ofStatus("escalated"),
      resolved: ofStatus("resolved"),
    },
    bySeverity: {
      critical: ofSeverity("critical"),
      high: ofSeverity("high"),
      medium: ofSeverity("medium"),
      low: ofSeverity("low"),
    },
    counts,
  };
}

function timesToWire({ sampleSize, avg, median, p95, min, max }: ResponseTimes): z.infer<typeof TimesWire> {
  return { sampleSize, avgMinutes: avg, medianMinutes: median, p95Minutes: p95, minMinutes: min, maxMinutes: max };
}
