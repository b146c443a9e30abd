import * as z from "zod";

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Other names under which models write our fields, most of all those of the result that they have seen. */
const aliases = new Map([
  ["externalId", "ref"],
  ["id", "ref"],
  ["ticketType", "type"],
  ["dependencies", "dependsOn"],
  ["parentExternalId", "epic"],
  ["suggestedMilestone", "milestone"],
  ["sourceRefs", "sources"],
  ["relatedTicketIds", "tickets"],
]);

/** The same object in the domain's names. Built from entries, so a key `__proto__` is a key like any other (K5). */
function inDomainNames(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) return {};
  const named = Object.entries(value).map(([key, inner]) => {
    const name = key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    return { name: aliases.get(name) ?? name, inner, alias: aliases.has(name) };
  });
  // A field under its own name wins over the same field under another.
  named.sort((a, b) => Number(b.alias) - Number(a.alias));
  return Object.fromEntries(named.map(({ name, inner }) => [name, inner]));
}

/** Models that write the result's form put some fields of a ticket into its `metadata`. */
function ticketFields(value: unknown): unknown {
  const fields = inDomainNames(value);
  const { component, milestone, confidence, sources } = inDomainNames(fields.metadata);
  return { component, milestone, confidence, sources, ...fields };
}

function draftFields(value: unknown): unknown {
  const fields = inDomainNames(value);
  const { summary } = inDomainNames(fields.source);
  return { summary, ...fields };
}

const Text = z.union([z.string(), z.number().transform(String)]).catch("");
const OptionalText = z
  .union([z.string(), z.number().transform(String)])
  .nullable()
  .catch(null);
const Texts = z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(Text)).catch([]);
const Quantity = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^\d{1,9}(?:\.\d{1,9})?$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null);

const Position = z.number().int().min(0);
const Source = z.object({ section: z.string().min(1), start: Position, end: Position });
const Sources = z
  .array(z.unknown())
  .catch([])
  .transform((items) => items.flatMap((item) => Source.safeParse(item).data ?? []));

const LooseTicket = z.preprocess(
  ticketFields,
  z.object({
    ref: Text,
    type: Text,
    title: Text,
    description: Text,
    acceptanceCriteria: Texts,
    labels: Texts,
    dependsOn: Texts,
    epic: OptionalText,
    storyPoints: Quantity,
    priority: OptionalText,
    component: OptionalText,
    milestone: OptionalText,
    confidence: Quantity,
    sources: Sources,
    covers: Texts,
  }),
);

const LooseRisk = z.preprocess(inDomainNames, z.object({ description: Text, severity: Text, tickets: Texts }));
const LooseQuestion = z.preprocess(
  (value) => (typeof value === "string" ? { question: value } : inDomainNames(value)),
  z.object({ question: Text, tickets: Texts }),
);

const LooseGap = z.preprocess(inDomainNames, z.object({ requirement: Text, reason: Text }));

/** Reads whatever a model wrote: a field that is missing or of the wrong kind is empty, and unknown ones are gone. */
export const LooseDraft = z.preprocess(
  draftFields,
  z.object({
    summary: Text,
    tickets: z.array(LooseTicket),
    risks: z.array(LooseRisk).catch([]),
    openQuestions: z.array(LooseQuestion).catch([]),
    notCovered: z.array(LooseGap).catch([]),
  }),
);
