import { type SlaAction, type SlaPolicy, slaPriorities } from "@tessera/core/sla";
import { slaPolicies } from "@tessera/core/tickets";
import * as z from "zod";
import { type CrudDefinition, rowFields } from "./crud.ts";
import { AnyId } from "./ticket-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const SlaActionWire = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("notify"), userIds: z.array(AnyId).min(1).max(50) }),
    z.strictObject({ type: z.literal("reassign"), assigneeId: AnyId }),
    z.strictObject({ type: z.literal("raise_priority") }),
  ])
  .openapi("SlaAction");

const minutesLimit = 525_600;
const minutes = z.int().min(1).max(minutesLimit);
const nullableId = z.union([AnyId, z.null()]);

const fields = {
  teamId: nullableId.openapi({ description: "Null: for the tickets of every team without a policy of its own." }),
  priority: z.enum(slaPriorities),
  firstResponseMinutes: minutes,
  resolutionMinutes: minutes,
  warnPercent: z
    .union([z.int().min(1).max(99), z.null()])
    .openapi({ description: "The share of a target after which a warning goes out; null: none." }),
  calendarId: nullableId.openapi({ description: "Whose hours count; null: all hours." }),
  onBreach: z
    .array(SlaActionWire)
    .max(10)
    .transform((actions) => actions.map(actionFromWire)),
};

const defaultWarnPercent = 75;

const SlaPolicyWire = z
  .strictObject({
    ...rowFields,
    teamId: z.union([z.string(), z.null()]),
    priority: fields.priority,
    firstResponseMinutes: z.int(),
    resolutionMinutes: z.int(),
    warnPercent: z.union([z.int(), z.null()]),
    calendarId: z.union([z.string(), z.null()]),
    onBreach: z.array(SlaActionWire),
  })
  .openapi("SlaPolicy");

/** PX-28: `/api/v1/sla-policies`. */
export const slaPolicyCrud: CrudDefinition<SlaPolicy> = {
  kind: slaPolicies,
  path: "/api/v1/sla-policies",
  operations: { one: "SlaPolicy", many: "SlaPolicies" },
  group: "SLA policies",
  listField: "slaPolicies",
  teamOf: ({ teamId }) => teamId,
  newWire: z
    .strictObject({
      ...fields,
      teamId: fields.teamId.default(null),
      warnPercent: fields.warnPercent.default(defaultWarnPercent),
      calendarId: fields.calendarId.default(null),
      onBreach: fields.onBreach.default([]),
    })
    .openapi("NewSlaPolicy"),
  patchWire: z.strictObject(fields).partial().openapi("SlaPolicyPatch"),
  wire: SlaPolicyWire,
  toWire: (policy): z.infer<typeof SlaPolicyWire> => ({
    id: policy.id,
    teamId: policy.teamId,
    priority: policy.priority,
    firstResponseMinutes: policy.firstResponseMinutes,
    resolutionMinutes: policy.resolutionMinutes,
    warnPercent: policy.warnPercent,
    calendarId: policy.calendarId,
    onBreach: policy.onBreach.map(actionToWire),
    createdAt: policy.createdAt,
    updatedAt: policy.updatedAt,
    version: policy.version,
  }),
};

/** Outside it is a `type`, as in the rules of triggers; inside a `kind`, as everywhere. */
function actionFromWire({ type: kind, ...rest }: z.infer<typeof SlaActionWire>): SlaAction {
  // The two unions differ in the name of their tag alone, which TypeScript cannot follow through a rest.
  return { kind, ...rest } as SlaAction;
}

function actionToWire({ kind: type, ...rest }: SlaAction): z.infer<typeof SlaActionWire> {
  // As above.
  return { type, ...rest } as z.infer<typeof SlaActionWire>;
}
