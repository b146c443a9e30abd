import type { ModelPrompt } from "../../models/index.ts";
import type { DraftTicket } from "../draft.ts";
import { createExcerptReader } from "../excerpts.ts";
import { conversation } from "./conversation.ts";
import { answerRoom, type DraftPromptInput } from "./draft-prompt.ts";
import { partInstructions } from "./instructions.ts";
import { listRequirements } from "./requirements-list.ts";
import { partSchema } from "./schema.ts";
import { createSeal } from "./seal.ts";

/** Asks for the tickets of one part of a long spec: all titles for dependencies, and the passages that they need. */
export function partPrompt(input: DraftPromptInput & { part: number }): ModelPrompt {
  const { title, spec, options, plan, mark, previous } = input;
  const seal = createSeal(mark);
  const part = plan.parts[input.part];
  const tickets = plan.skeleton?.tickets ?? [];
  const refs = part?.tickets ?? [];
  const requirements = listRequirements(plan, part?.requirements ?? [], spec);
  const data = [
    `Title: ${title}`,
    `Plan:\n${tickets.map(planLine).join("\n")}`,
    ...(requirements === "" ? [] : [`Requirements:\n${requirements}`]),
    `Passages of the specification:\n${createExcerptReader(plan).text(part?.ranges ?? [], spec)}`,
  ];
  const wanted = refs.map((ref) => wantedLine(ref, tickets, part?.requirements ?? []));
  const asked = `${seal.enclose(data.join("\n\n"))}\n\nWrite these tickets of the plan:\n${wanted.join("\n")}`;
  return {
    system: partInstructions(options.outputDetail, seal),
    messages: conversation(asked, previous, seal, answerRoom(plan)),
    schema: partSchema,
  };
}

function planLine({ ref, type, title, epic }: DraftTicket): string {
  return `${ref} (${type}${epic === null ? "" : ` of ${epic}`}): ${title}`;
}

/** Refs and ids of requirements are ours: this line holds nothing of the spec. */
function wantedLine(ref: string, tickets: readonly DraftTicket[], listed: readonly string[]): string {
  const covers = (tickets.find((ticket) => ticket.ref === ref)?.covers ?? []).filter((id) => listed.includes(id));
  return covers.length === 0 ? `- ${ref}` : `- ${ref}, for the requirements ${covers.join(", ")}`;
}
