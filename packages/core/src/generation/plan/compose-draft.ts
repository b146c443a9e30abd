import { type Change, createChangeLog, type Note } from "../changes.ts";
import type { Draft, DraftTicket } from "../draft.ts";
import { genericTitle } from "../quality.ts";
import { overlapOf } from "../ranges.ts";
import { readReferences } from "../references.ts";
import { repairTitle } from "../repair-text.ts";
import { comparable } from "../text.ts";
import { meansNothing, priorityFor } from "../vocabulary.ts";
import { addDependencies } from "./dependencies.ts";
import type { GenerationPlan } from "./generation-plan.ts";

/**
 * The skeleton in the words of the parts: its order, types, epics, covers and sources; the model's titles, texts, labels,
 * priorities and points; the dependencies of both, without those of the model that would close a circle.
 */
export function composeDraft(
  plan: GenerationPlan,
  parts: readonly (readonly DraftTicket[])[],
  changes: readonly Change[],
): Draft {
  const { skeleton } = plan;
  if (!skeleton) throw new Error("A draft without a skeleton has no parts to compose");
  const log = createChangeLog(changes);
  const written = new Map(parts.flat().map((ticket) => [ticket.ref, ticket]));
  const titles = freeTitles(skeleton.tickets);
  const tickets = skeleton.tickets.map((planned, place) => {
    const note = log.about(place);
    const own = written.get(planned.ref);
    if (!own) note("ticket", "skeleton_kept");
    noteOmitted(planned, plan, note);
    return own ? writeOut(planned, own, titles.take(place, own.title), note) : planned;
  });
  const references = readReferences(skeleton.tickets);
  const wanted = skeleton.tickets.map(({ ref }, place) =>
    references.positions(written.get(ref)?.dependsOn ?? [], "dependsOn", log.about(place)),
  );
  return { ...skeleton, tickets: addDependencies(tickets, wanted, log), changes: log.list() };
}

function writeOut(planned: DraftTicket, own: DraftTicket, improved: boolean, note: Note): DraftTicket {
  if (!improved) note("title", "skeleton_kept");
  const priority = priorityFor(own.priority ?? "");
  if (!priority && !meansNothing(own.priority)) note("priority", "skeleton_kept");
  return {
    ...planned,
    title: improved ? own.title : planned.title,
    description: own.description,
    acceptanceCriteria: own.acceptanceCriteria,
    labels: own.labels.length > 0 ? own.labels : planned.labels,
    priority: priority ?? planned.priority,
    storyPoints: own.storyPoints || planned.storyPoints,
  };
}

/** Lets a ticket have a new title that no other has, or had in the skeleton, and that says more than a kind of work. */
function freeTitles(tickets: readonly DraftTicket[]) {
  const owners = new Map(tickets.map(({ title }, place) => [comparable(title), place]));
  return {
    take(place: number, written: string): boolean {
      const title = repairTitle(written, () => undefined);
      const owner = owners.get(comparable(title)) ?? place;
      if (owner !== place || genericTitle(title)) return false;
      owners.set(comparable(title), place);
      return true;
    },
  };
}

/** A ticket whose own text did not fit was written from a part of it. */
function noteOmitted({ ref, type, sources }: DraftTicket, plan: GenerationPlan, note: Note): void {
  const part = plan.parts.find(({ tickets }) => tickets.includes(ref));
  if (!part || type === "epic") return;
  const omitted = sources.reduce((length, source) => length + overlapOf(source, part.omitted), 0);
  if (omitted > 0) note("sources", "text_cut_to_fit", `${omitted} characters`);
}
