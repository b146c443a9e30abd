import { type EventType, eventData, eventsVersion, eventTypes, ProductEvent } from "@tessera/core/events";
import * as z from "zod";

interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  format?: string;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
}

/** What makes an event happen, in a line; the fields come from the schemas. */
const meanings: Record<EventType, string> = {
  "job.accepted": "A spec was submitted.",
  "job.started": "Its workflow began.",
  "job.stage_changed": "It went on to the next stage.",
  "job.completed": "Its tickets can be fetched.",
  "job.failed": "It ended without tickets.",
  "job.cancelled": "It was cancelled.",
  "job.expired": "Its result is gone.",
  "job.callback_failed": "Its callback was given up.",
  "ticket.created": "A ticket was opened, by whatever way.",
  "ticket.updated": "Fields without an event of their own changed; texts are named and not repeated.",
  "ticket.status_changed": "The status changed.",
  "ticket.priority_changed": "The priority changed; deadlines were computed anew.",
  "ticket.category_changed": "The category changed.",
  "ticket.assigned": "The assignee changed; null is nobody.",
  "ticket.tag_added": "A tag was put on; `newValue` is its name.",
  "ticket.tag_removed": "A tag was taken off; `oldValue` was its name.",
  "ticket.message_added": "A public message was written.",
  "ticket.note_added": "An internal note was written.",
  "ticket.mentioned": "A message of a member names people or agents.",
  "ticket.agent_dispatched": "A trigger has sent for an agent; `newValue` is its handle.",
  "ticket.converted": "An issue was made of it; `newValue` is the issue's id.",
  "ticket.follow_up_created": "A closed ticket was reopened, which opened another; `newValue` is that one's id.",
  "ticket.deleted": "It was deleted, and can be restored.",
  "ticket.restored": "It was restored.",
  "ticket.sla_warning": "The resolution target comes near.",
  "ticket.sla_breached": "The resolution target was missed. Once for each deadline.",
  "ticket.first_response_warning": "The first-response target comes near.",
  "ticket.first_response_breached": "The first-response target was missed. Once for each deadline.",
  "incident.created": "An anomaly opened an incident; `platforms` is where it was routed.",
  "incident.grouped": "One more anomaly belongs to it; the values are its count.",
  "incident.acknowledged": "Somebody works on it.",
  "incident.escalated": "It was escalated; `escalatedTo` are the platforms that have taken it now.",
  "incident.resolved": "It was resolved, or resolved itself because nothing came any more.",
  "incident.reopened": "It was resolved and is open again.",
  "incident.forward_failed": "A platform could not be told, and is not told any more.",
};

/** docs/EVENTS.md, from the schemas that tests hold real events against. */
export function renderEvents(): string {
  const envelope = rowsOf(schemaOf(ProductEvent)).filter(({ path }) => !path.startsWith("data"));
  return [
    "# Events",
    "",
    `Made by \`npm run events\` from \`packages/core/src/events\`; version ${eventsVersion} of the envelope and of all data.`,
    "Under one version fields are added, and none is taken away or changes its meaning: take what you know, and leave",
    "the rest. A change that breaks this is a new version, and both are published for a release.",
    "",
    "Events are on the product's EventBridge bus, with the source `tessera` and their type as `detail-type`. An event",
    "exists exactly when its change was committed. It may come more than once: keep its `eventId`. Those of one subject",
    "come in order, as far as EventBridge keeps it. A rule of yours on tickets that became urgent:",
    "",
    "```json",
    JSON.stringify(
      {
        source: ["tessera"],
        "detail-type": ["ticket.priority_changed"],
        detail: { tenantId: ["default"], data: { newValue: ["urgent"] } },
      },
      null,
      2,
    ),
    "```",
    "",
    "An automation that changes tickets by the API is a person to the product; one that is a trigger of the product",
    "counts `data.depth`, and nothing acts on an event of depth 3.",
    "",
    "## Envelope",
    "",
    ...table(envelope),
    "",
    ...eventTypes.flatMap((type) => [
      `## ${type}`,
      "",
      meanings[type],
      "",
      ...table(rowsOf(schemaOf(eventData[type])).map((row) => ({ ...row, path: `data.${row.path}` }))),
      "",
    ]),
  ].join("\n");
}

function schemaOf(schema: z.ZodType): Schema {
  // What zod writes is a JSON Schema; only the parts named above are read.
  return z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as Schema;
}

interface Row {
  path: string;
  type: string;
  required: boolean;
}

function rowsOf(schema: Schema, prefix = ""): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = `${prefix}${name}`;
    const own: Row = { path, type: typeOf(inner), required: schema.required?.includes(name) ?? false };
    const items = inner.items?.properties ? rowsOf(inner.items, `${path}[].`) : [];
    return [own, ...rowsOf(inner, `${path}.`), ...items];
  });
}

function typeOf(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (schema.type === "array") return `list of ${schema.items ? typeOf(schema.items) : "anything"}`;
  if (schema.format === "date-time") return "time";
  return typeof schema.type === "string" ? schema.type : "any";
}

function table(rows: readonly Row[]): string[] {
  return [
    "| field | type | |",
    "|---|---|---|",
    ...rows.map(
      ({ path, type, required }) => `| \`${path}\` | ${type} | ${required ? "always" : "where it applies"} |`,
    ),
  ];
}
