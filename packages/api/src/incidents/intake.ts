import { createRoute } from "@hono/zod-openapi";
import { AppError } from "@tessera/core/errors";
import { type IntakeMany, takeInAnomalies } from "@tessera/core/incidents";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import type { Surface } from "../http/surface.ts";
import { body, security } from "./contract.ts";
import { errors, wireCode } from "./errors.ts";
import type { IncidentGuard } from "./guard.ts";
import { serve } from "./spellings.ts";

const required = ["event_id", "@timestamp", "anomaly_type", "anomaly_score", "severity", "service", "tenant_id"].join(
  ", ",
);

/** What an event must be, core says, and for each of an array by itself (Appendix D-24). */
const AnomalyWire = z.looseObject({}).openapi("Anomaly", { description: `LC-20. Required: ${required}.` });
const AnomaliesWire = z.union([z.array(z.unknown()).max(500), AnomalyWire]).openapi("Anomalies");

const IntakeWire = z
  .strictObject({
    accepted: z.int(),
    rejected: z.array(z.strictObject({ index: z.int(), code: z.string(), message: z.string() })),
    results: z.array(
      z.strictObject({
        index: z.int(),
        outcome: z.enum(["created", "grouped", "skipped"]),
        incidentId: z.string().optional(),
        reason: z
          .enum(["score", "maintenance", "repeated"])
          .optional()
          .openapi({ description: "Why it has changed nothing." }),
      }),
    ),
  })
  .openapi("AnomalyIntake");

const intakeRoute = createRoute({
  method: "post",
  path: "/api/v1/anomalies",
  operationId: "TakeInAnomalies",
  tags: ["incidents"],
  security,
  request: body(AnomaliesWire),
  responses: { 202: json(IntakeWire, "What became of each"), ...errors(400, 409, 413) },
});

/** LC-20: anomalies by HTTP, one or many. */
export function serveIntake({ app }: Surface, guard: IncidentGuard): void {
  serve(app, intakeRoute, guard({ access: "write", body: "json" }), async (c) => {
    const given = c.req.valid("json");
    const events = Array.isArray(given) ? given : [given];
    const intake = await takeInAnomalies(c.get("context"), { events });
    const [rejected] = intake.rejected;
    if (rejected && !Array.isArray(given)) throw new AppError("invalid_request", rejected.message);
    return c.json(intakeToWire(intake), 202);
  });
}

function intakeToWire({ taken, rejected }: IntakeMany): z.infer<typeof IntakeWire> {
  return {
    accepted: taken.length,
    rejected: rejected.map((one) => ({ ...one, code: wireCode(one.code) })),
    results: taken.map(({ index, intake }) =>
      intake.kind === "skipped"
        ? { index, outcome: intake.kind, reason: intake.reason }
        : { index, outcome: intake.kind, incidentId: intake.incident.id },
    ),
  };
}
