import * as z from "zod";
import type { Note } from "../changes.ts";
import type { DraftTicket } from "../draft.ts";
import { readFields } from "./fields.ts";
import { readCriteria } from "./read-criteria.ts";

/** What models that write the result's form put into a ticket's `metadata`. */
const metadataFields = ["component", "milestone", "confidence", "sources"];

const ticketFields = [
  ...["ref", "type", "title", "description", "acceptanceCriteria", "labels", "dependsOn", "epic"],
  ...["storyPoints", "priority", "covers", "metadata"],
  ...metadataFields,
];

const Position = z.number().int().min(0);
const Source = z.object({ section: z.string().min(1), start: Position, end: Position });

/** A ticket as a model wrote it, field by field: what is missing or of the wrong kind is empty. */
export function readTicket(value: unknown, note: Note): DraftTicket {
  const fields = readFields(value, ticketFields, note);
  const metadata = readFields(fields.value("metadata"), metadataFields, note);
  const at = (name: string) => (fields.value(name) === null ? metadata : fields);
  return {
    ref: fields.text("ref"),
    type: fields.text("type"),
    title: fields.text("title"),
    description: fields.text("description"),
    acceptanceCriteria: readCriteria(fields.value("acceptanceCriteria"), note),
    labels: fields.words("labels"),
    dependsOn: fields.refs("dependsOn"),
    epic: fields.optionalRef("epic"),
    storyPoints: fields.quantity("storyPoints"),
    priority: fields.optionalText("priority"),
    component: at("component").optionalText("component"),
    milestone: at("milestone").optionalText("milestone"),
    confidence: at("confidence").quantity("confidence"),
    sources: at("sources")
      .items("sources")
      .flatMap((item) => readSource(item, note)),
    covers: fields.texts("covers"),
  };
}

function readSource(value: unknown, note: Note): DraftTicket["sources"] {
  const read = Source.safeParse(value);
  if (read.success) return [read.data];
  note("sources", "wrong_kind_dropped");
  return [];
}
