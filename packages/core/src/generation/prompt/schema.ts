import { priorities, ticketTypes } from "../draft.ts";

/**
 * The answer's form, in the few keywords that strict structured output of every vendor takes: type, properties,
 * required, additionalProperties, items, enum, description. No unions and no null: "" and 0 stand for "none". No id that
 * outlives the answer: `ref`s are resolved by code, ids of requirements come from us.
 */
type Schema = Record<string, unknown>;

const text = (description?: string): Schema => ({ type: "string", ...(description && { description }) });
const word = (words: readonly string[], description?: string): Schema => ({
  type: "string",
  enum: words,
  ...(description && { description }),
});
const list = (items: Schema, description?: string): Schema => ({
  type: "array",
  items,
  ...(description && { description }),
});
const object = (properties: Record<string, Schema>): Schema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const texts = {
  title: text("One line in the imperative."),
  description: text(),
  acceptanceCriteria: list(text()),
  labels: list(text()),
  priority: word([...priorities, "none"]),
  storyPoints: { type: "integer", description: "1 to 100; 0 where nothing in the text tells." },
  dependsOn: list(text(), "Refs of tickets that must be done first."),
};

/** A whole draft. */
export const draftSchema = {
  name: "tickets_draft",
  json: object({
    summary: text("What the tickets build, in one or two sentences."),
    tickets: list(
      object({
        ref: text("T1, T2, ...: each once."),
        type: word(ticketTypes),
        ...texts,
        epic: text('The ref of its epic; "" for none.'),
        component: text('"" where the text names none.'),
        milestone: text('"" where the text names none.'),
        covers: list(text(), "Ids of requirements: R1, R2, ..."),
      }),
    ),
    risks: list(object({ description: text(), severity: word(priorities), tickets: list(text(), "Refs.") })),
    openQuestions: list(object({ question: text(), tickets: list(text(), "Refs.") })),
    notCovered: list(object({ requirement: text("R1, R2, ..."), reason: text() })),
  }),
};

/** Some tickets of a skeleton. */
export const partSchema = {
  name: "tickets_part",
  json: object({ tickets: list(object({ ref: text("As in the list of what is to be written."), ...texts })) }),
};
