import type { DraftTicket } from "../draft.ts";
import { createExcerptReader } from "../excerpts.ts";
import type { GenerationPlan, Part } from "../plan/index.ts";
import { sizeOf } from "../size.ts";
import type { Requirement } from "../trace/index.ts";
import { titleLine } from "./draft-data.ts";
import { listPlan, shortestPlanLine } from "./plan-list.ts";
import { listRequirements, shortestListing } from "./requirements-list.ts";

interface PartFacts {
  title: string;
  spec: string;
  plan: GenerationPlan;
}

/** The headings of the parts of a prompt, and how many requirements are not listed. */
const labelsSize = 200;

/** The most that the plan takes where it would not fit whole. */
const planShare = 1 / 4;

/** What `partPrompt` says of a long spec: the plan, the list and the passages share what room there is. */
export function partData({ title, spec, plan }: PartFacts, part: Part): { data: string; wanted: string } {
  const tickets = plan.skeleton?.tickets ?? [];
  const listed = plan.requirements.filter(({ id }) => part.requirements.includes(id));
  const passages = createExcerptReader(plan, spec).text(part.ranges);
  const head = titleLine(title, plan.promptBudget);
  const wanted = part.tickets.map((ref) => wantedLine(ref, tickets, part.requirements)).join("\n");

  const budget = plan.promptBudget ?? Number.POSITIVE_INFINITY;
  const room = budget - labelsSize - sizeOf([head, wanted, passages].join("\n"));
  const planned = listPlan(tickets, part.tickets, room - sizeOf(listRequirements(listed, spec, 0)));
  const list = listRequirements(listed, spec, room - sizeOf(planned));
  const data = [
    head,
    `Plan:\n${planned}`,
    ...(list === "" ? [] : [`Requirements:\n${list}${moreOf(part, tickets)}`]),
    `Passages of the specification:\n${passages}`,
  ];
  return { data: data.join("\n\n"), wanted };
}

/** What the passages and the tickets of a part may take beside the title and the plan. */
export function roomForPart(title: string, tickets: readonly DraftTicket[], promptBudget: number): number {
  const whole = sizeOf(listPlan(tickets, [], Number.POSITIVE_INFINITY));
  const planSize = Math.min(whole, promptBudget * planShare);
  return Math.max(0, promptBudget - labelsSize - sizeOf(titleLine(title, promptBudget)) - planSize);
}

/** What a ticket takes in its part without a passage or a requirement. */
export function ticketSize(ticket: DraftTicket): number {
  return shortestPlanLine(ticket) + sizeOf(wantedLine(ticket.ref, [{ ...ticket, covers: [""] }], [""])) + 1;
}

/** What a requirement takes beside its passage: its line in the list, and its id where its ticket is asked for. */
export function requirementSize(requirement: Requirement, spec: string): number {
  return shortestListing(requirement, spec) + sizeOf(`, ${requirement.id}`);
}

/** Refs and ids of requirements are ours: this line holds nothing of the spec. */
function wantedLine(ref: string, tickets: readonly DraftTicket[], listed: readonly string[]): string {
  const covers = (tickets.find((ticket) => ticket.ref === ref)?.covers ?? []).filter((id) => listed.includes(id));
  return covers.length === 0 ? `- ${ref}` : `- ${ref}, for the requirements ${covers.join(", ")}`;
}

function moreOf(part: Part, tickets: readonly DraftTicket[]): string {
  const work = tickets.filter(({ ref, type }) => part.tickets.includes(ref) && type !== "epic");
  const covered = new Set(work.flatMap(({ covers }) => covers));
  const more = covered.size - part.requirements.length;
  return more > 0 ? `\nand ${more} more of the same sections` : "";
}
