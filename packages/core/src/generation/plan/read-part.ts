import { readAnswer, readTicket } from "../answer/index.ts";
import { type Change, createChangeLog, type Note } from "../changes.ts";
import type { DraftTicket } from "../draft.ts";
import { partLeaks } from "../prompt/index.ts";
import { repairCriteria, repairText, repairTitle } from "../repair-text.ts";
import type { GenerationPlan } from "./generation-plan.ts";

/** `problems` name tickets by the skeleton's refs, which are ours. Changes name them by their place in the skeleton. */
export type PartVerdict =
  | { kind: "read"; tickets: DraftTicket[]; changes: Change[] }
  | { kind: "unreadable"; problems: string[] };

/** Reads the tickets of one part: each that was asked for, once and with its texts, and no other (TF-46, D2). */
export function readPart(plan: GenerationPlan, part: number, answer: string, finishReason: string | null): PartVerdict {
  const log = createChangeLog();
  const read = readAnswer(answer, finishReason, log.about(null));
  if (read.kind === "unreadable") return { kind: "unreadable", problems: [read.problem] };

  const asked = plan.parts[part]?.tickets ?? [];
  const places = new Map((plan.skeleton?.tickets ?? []).map(({ ref }, place) => [ref, place]));
  const written = new Map<string, DraftTicket[]>();
  for (const value of read.answer.tickets) {
    const notes: Parameters<Note>[] = [];
    const ticket = readTicket(value, (...note) => notes.push(note));
    const ref = asked.find((candidate) => candidate.toLowerCase() === ticket.ref.trim().toLowerCase());
    if (ref === undefined) {
      log.about(null)("tickets", "not_asked_dropped");
      continue;
    }
    const note = log.about(places.get(ref) ?? null);
    for (const each of notes) note(...each);
    written.set(ref, [...(written.get(ref) ?? []), { ...ticket, ref }]);
  }

  const problems = problemsOf(asked, written);
  if (problems.length > 0) return { kind: "unreadable", problems };
  return { kind: "read", tickets: asked.flatMap((ref) => written.get(ref) ?? []), changes: log.list() };
}

function problemsOf(asked: readonly string[], written: ReadonlyMap<string, readonly DraftTicket[]>): string[] {
  const leaks = partLeaks();
  const about = (sentence: string, wrong: (tickets: readonly DraftTicket[]) => boolean): string[] => {
    const refs = asked.filter((ref) => wrong(written.get(ref) ?? []));
    return refs.length === 0 ? [] : [`${sentence} Wrong: ${refs.join(", ")}.`];
  };
  const each = (sentence: string, wrong: (ticket: DraftTicket) => boolean): string[] =>
    about(sentence, (tickets) => tickets.some(wrong));

  return [
    ...about("Write every ticket that you are asked for, once.", (tickets) => tickets.length !== 1),
    ...each("Every ticket needs a non-empty title.", ({ title }) => repairTitle(title, ignore) === ""),
    ...each(
      "Every ticket needs a non-empty description.",
      ({ description }) => repairText(description, "description", ignore) === "",
    ),
    ...each(
      "Every ticket needs at least one acceptance criterion, written as a string.",
      ({ acceptanceCriteria }) => repairCriteria(acceptanceCriteria, "detailed", ignore).length === 0,
    ),
    ...each("No ticket may repeat the rules or a mark of the request.", ({ title, description, ...others }) =>
      leaks([title, description, ...others.acceptanceCriteria, ...others.labels].join(" ")),
    ),
  ];
}

/** What is only looked at is not changed. */
const ignore: Note = () => undefined;
