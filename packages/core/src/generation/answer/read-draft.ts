import type { ChangeLog, Note } from "../changes.ts";
import type { Draft } from "../draft.ts";
import { type Fields, readFields } from "./fields.ts";
import { readAnswer } from "./read-answer.ts";
import { readTicket } from "./read-ticket.ts";

export type ReadVerdict = { kind: "read"; draft: Draft } | { kind: "unreadable"; problem: string };

const draftFields = ["summary", "tickets", "risks", "openQuestions", "notCovered", "source"];

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
    risks: readObjects(fields, "risks", ["description", "severity", "tickets"], note).map((risk) => ({
      description: risk.text("description"),
      severity: risk.text("severity"),
      tickets: risk.texts("tickets"),
    })),
    openQuestions: readObjects(fields, "openQuestions", ["question", "tickets"], note).map((question) => ({
      question: question.text("question"),
      tickets: question.texts("tickets"),
    })),
    notCovered: readObjects(fields, "notCovered", ["requirement", "reason"], note).map((gap) => ({
      requirement: gap.text("requirement"),
      reason: gap.text("reason"),
    })),
  };
  return { kind: "read", draft };
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
