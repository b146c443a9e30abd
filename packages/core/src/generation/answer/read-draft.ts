import type { ChangeLog, Note } from "../changes.ts";
import type { Draft } from "../draft.ts";
import { severityFor } from "../vocabulary.ts";
import { type Fields, readFields } from "./fields.ts";
import { readAnswer } from "./read-answer.ts";
import { readTicket } from "./read-ticket.ts";

export type ReadVerdict = { kind: "read"; draft: Draft } | { kind: "unreadable"; problem: string };

const draftFields = ["summary", "tickets", "risks", "openQuestions", "notCovered", "source"];

/** Where models say how bad a risk is: the first one that is a word of ours counts. */
const severityFields = ["severity", "impact", "level", "likelihood"] as const;

/**
 * Finds the draft in a model's answer and reads it field by field: a field that is missing or of the wrong kind is
 * empty afterwards, and the rules for drafts say so.
 */
export function readDraft(answer: string, finishReason: string | null, log: ChangeLog): ReadVerdict {
  const note = log.about(null);
  const read = readAnswer(answer, finishReason, note);
  if (read.kind === "unreadable") return read;

  const fields = readFields(read.answer, draftFields, note);
  // Models that write the result's form put the summary into its `source`.
  const source = readFields(fields.value("source"), ["summary"], note);
  const draft: Draft = {
    summary: fields.text("summary") || source.text("summary"),
    tickets: fields.items("tickets").map((ticket, position) => readTicket(ticket, log.about(position))),
    risks: readObjects(fields, "risks", ["description", ...severityFields, "tickets"], note).map((risk) => ({
      description: risk.text("description"),
      severity: severityOf(risk, note),
      tickets: risk.refs("tickets"),
    })),
    openQuestions: readObjects(fields, "openQuestions", ["question", "tickets"], note).map((question) => ({
      question: question.text("question"),
      tickets: question.refs("tickets"),
    })),
    notCovered: readObjects(fields, "notCovered", ["requirement", "reason"], note).map((gap) => ({
      requirement: gap.text("requirement"),
      reason: gap.text("reason"),
    })),
  };
  return { kind: "read", draft };
}

function severityOf(risk: Fields, note: Note): string {
  const severity = risk.text("severity");
  if (severityFor(severity)) return severity;
  const other = severityFields.slice(1).map(risk.text).find(severityFor);
  if (other === undefined) return severity;
  note("risks.severity", "filled_in");
  return other;
}

/** The objects of a list. A text stands for an object with nothing but its first field. */
function readObjects(fields: Fields, name: string, known: readonly [string, ...string[]], note: Note): Fields[] {
  const noteItem: Note = (field, action, detail) => note(field === "keys" ? name : `${name}.${field}`, action, detail);
  return fields.items(name).map((item) => {
    const value = typeof item === "string" ? { [known[0]]: item } : item;
    if (value !== item) noteItem(known[0], "converted");
    return readFields(value, known, noteItem);
  });
}
