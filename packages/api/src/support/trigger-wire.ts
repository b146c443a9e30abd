import { TicketCategory, TicketPriority } from "@tessera/core/tickets";
import {
  type Action,
  actionLimit,
  type Condition,
  conditionFields,
  conditionLimit,
  conditionOps,
  type Trigger,
  type TriggerFields,
  triggerEvents,
} from "@tessera/core/triggers";
import { issueTypes } from "@tessera/core/work-items";
import * as z from "zod";
import { findUrlFault } from "../http/outgoing-url.ts";
import { text } from "../http/text.ts";
import { rowFields } from "./crud.ts";
import { AnyId } from "./ticket-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const nullable = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

/** Other words for the same, as people know them from other products. */
const opAliases: Record<string, Condition["op"]> = { equals: "eq", not_equals: "ne", neq: "ne" };

const valueLimit = 1_000;
const valuesLimit = 50;
const scalar = z.union([z.string().max(valueLimit), z.boolean(), z.number()]);

const conditionInput = z.strictObject({
  field: z.enum(conditionFields),
  op: z
    .preprocess((op) => (typeof op === "string" ? (opAliases[op] ?? op) : op), z.enum(conditionOps))
    .openapi({ description: "Also accepted: `equals`, `not_equals`, `neq`. Texts are compared in any case." }),
  value: z
    .union([scalar, z.null(), z.array(scalar).min(1).max(valuesLimit)])
    .optional()
    .openapi({ description: "A list for `in` and `not_in`, yes or no for `exists`, else one value." }),
});

const ConditionWire = conditionInput
  .transform(({ field, op, value = true }, context): Condition => {
    const form = op === "exists" ? "flag" : op === "in" || op === "not_in" ? "list" : "one";
    const parsed = forms[form].safeParse(value);
    if (!parsed.success) {
      context.addIssue({ code: "custom", path: ["value"], message: `for ${op} must be ${formNames[form]}` });
      return z.NEVER;
    }
    const isPart = op.endsWith("contains") || op.endsWith("_with");
    if (isPart && (parsed.data === null || parsed.data === "")) {
      context.addIssue({ code: "custom", path: ["value"], message: `for ${op} must not be empty` });
    }
    return { field, op, value: parsed.data };
  })
  .openapi("SupportTriggerCondition");

const asText = (value: string | number | boolean) => (typeof value === "number" ? String(value) : value);
const forms = {
  flag: z.union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")]),
  list: z.union([z.array(scalar), scalar.transform((one) => [one])]).transform((list) => list.map(String)),
  one: z.union([z.null(), scalar.transform(asText)]),
};
const formNames = { flag: "true or false", list: "a list", one: "one value" };

/** The field of each action that `value` may stand for. */
const mainField: Record<Action["type"], string> = {
  assign: "assigneeId",
  add_tag: "tag",
  set_priority: "priority",
  set_category: "category",
  dispatch_agent: "agent",
  create_issue: "issueType",
  webhook: "url",
};

function withoutValue(input: unknown): unknown {
  const { success, data } = z
    .looseObject({ type: z.enum(Object.keys(mainField)), value: z.unknown() })
    .safeParse(input);
  if (!success || data.value === undefined) return input;
  const { value, ...rest } = data;
  const field = mainField[rest.type as Action["type"]];
  return { ...rest, [field]: rest[field] ?? value };
}

type CheckUrl = (url: string) => string | null;

function actionWire(checkUrl: CheckUrl) {
  const url = z.string().superRefine((value, context) => {
    const fault = findUrlFault(value, checkUrl);
    if (fault !== null) context.addIssue(fault);
  });
  const handle = text(100).transform((value) => value.replace(/^@/, "").toLowerCase());
  return z
    .preprocess(
      withoutValue,
      z.discriminatedUnion("type", [
        z.strictObject({ type: z.literal("assign"), assigneeId: nullable(AnyId) }),
        z.strictObject({ type: z.literal("add_tag"), tag: text(100) }),
        z.strictObject({ type: z.literal("set_priority"), priority: TicketPriority }),
        z.strictObject({ type: z.literal("set_category"), category: TicketCategory }),
        z.strictObject({ type: z.literal("dispatch_agent"), agent: handle }),
        z.strictObject({
          type: z.literal("create_issue"),
          issueType: z.enum(issueTypes).optional(),
          teamId: nullable(AnyId).optional(),
        }),
        z.strictObject({ type: z.literal("webhook"), url }),
      ]),
    )
    .openapi("SupportTriggerAction", { description: "`value` is accepted in place of the named field." });
}

/** It stands in actors, so on one line and without marks that nobody sees. */
const name = z
  .string()
  .transform((value) => value.trim())
  .pipe(text(100).refine((value) => !/\p{Cc}/u.test(value), "must be on one line"));

/** What people send: a new trigger, and changes of one. */
export function triggerWires(checkUrl: CheckUrl) {
  const fields = {
    name,
    enabled: z.boolean(),
    event: z.enum(triggerEvents),
    conditions: z.array(ConditionWire).max(conditionLimit),
    actions: z.array(actionWire(checkUrl)).min(1).max(actionLimit),
  };
  const newTrigger: z.ZodType<TriggerFields> = z
    .strictObject({ ...fields, enabled: fields.enabled.default(true), conditions: fields.conditions.default([]) })
    .openapi("NewSupportTrigger");
  return { newTrigger, patch: z.strictObject(fields).partial().openapi("SupportTriggerPatch") };
}

export const TriggerWire = z
  .strictObject({
    ...rowFields,
    name: z.string(),
    enabled: z.boolean(),
    event: z.enum(triggerEvents),
    conditions: z.array(z.looseObject({ field: z.enum(conditionFields), op: z.enum(conditionOps) })),
    actions: z.array(z.looseObject({ type: z.string() })),
  })
  .openapi("SupportTrigger");

export function triggerToWire(trigger: Trigger): z.infer<typeof TriggerWire> {
  const { id, name, enabled, event, conditions, actions, createdAt, updatedAt, version } = trigger;
  return { id, name, enabled, event, conditions, actions, createdAt, updatedAt, version };
}
