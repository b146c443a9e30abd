import * as z from "zod";
import type { Ticket, TicketsResult } from "../result.ts";
import { evidenceOf, readTicket, type TicketWords, type WeightedWords, weighWords } from "./evidence.ts";
import type { Requirement } from "./requirement.ts";
import { createVerbatimSearch } from "./verbatim.ts";
import { languageOf, withoutMarkup } from "./words.ts";

/** How much of a requirement's words a ticket must say, by what else ties the two together. */
const leastShare = { named: 0.4, cited: 0.5, none: 0.7 } as const;
type Tie = keyof typeof leastShare;

/** Two words may stand together by chance. */
const leastShared = 3;

const SourceRefs = z
  .array(z.object({ requirement: z.string().optional(), start: z.number(), end: z.number() }))
  .catch([]);

interface Candidate {
  ticket: Ticket;
  words: TicketWords;
  named: ReadonlySet<string>;
  ranges: readonly { start: number; end: number }[];
  isEpic: boolean;
}

export interface Claim {
  tickets: string[];
  by: "reference" | "text" | null;
  /** Whether more may cover it: some ticket is longer than is read. */
  isOpen: boolean;
}

/** Answers, for the place of a requirement, which tickets cover it. The rules stand at `coverageOf`. */
export function readClaims(
  requirements: readonly Requirement[],
  result: TicketsResult,
  spec: string,
): (at: number) => Claim {
  const candidates = candidatesOf(result);
  const comparable = speakAlike(result, spec);
  const texts = requirements.map(({ start, end }) => withoutMarkup(spec.slice(start, Math.min(end, start + 2_000))));
  const weighted = weighWords(texts);
  const standsIn = createVerbatimSearch();
  const isOpen = candidates.some(({ words }) => !words.isWhole);
  return (at) => {
    const requirement = requirements[at];
    const words = weighted[at];
    const text = texts[at];
    if (!requirement || !words || text === undefined) return { tickets: [], by: null, isOpen };
    const holds = comparable ? saysEnough(words) : namesFew;
    const claims = candidates.flatMap((candidate) => {
      const tie = tieOf(candidate, requirement);
      const says =
        holds(candidate, tie, requirement) || (needsSearch(candidate, tie) && standsIn(text, candidate.ticket));
      return says ? [{ id: candidate.ticket.externalId, tie }] : [];
    });
    const referring = claims.filter(({ tie }) => tie !== "none");
    const [counted, by] = referring.length > 0 ? [referring, "reference" as const] : [claims, "text" as const];
    return { tickets: counted.map(({ id }) => id), by: counted.length > 0 ? by : null, isOpen };
  };
}

/** Where its words were not all read, and it says itself that the requirement is among them. */
function needsSearch({ words }: Candidate, tie: Tie): boolean {
  return tie === "named" && !words.isWhole;
}

function candidatesOf({ tickets }: TicketsResult): Candidate[] {
  const parents = new Set(tickets.map(({ parentExternalId }) => parentExternalId));
  return tickets
    .filter(({ externalId }) => !parents.has(externalId))
    .map((ticket) => {
      const refs = SourceRefs.parse(ticket.metadata.source_refs);
      return {
        ticket,
        words: readTicket(ticket),
        named: new Set(refs.flatMap(({ requirement }) => requirement ?? [])),
        ranges: refs.filter(({ requirement }) => requirement === undefined),
        isEpic: ticket.ticketType === "epic",
      };
    });
}

function tieOf({ named, ranges, isEpic }: Candidate, { id, start, end }: Requirement): Tie {
  if (named.has(id)) return "named";
  return !isEpic && ranges.some((range) => range.start <= start && end <= range.end) ? "cited" : "none";
}

type Rule = (candidate: Candidate, tie: Tie, requirement: Requirement) => boolean;

function saysEnough(words: WeightedWords): Rule {
  return ({ words: ticket, isEpic }, tie) => {
    if (isEpic && tie !== "named") return false;
    const { share, shared } = evidenceOf(words, ticket);
    return share >= leastShare[tie] && (tie !== "none" || shared >= leastShared);
  };
}

/** Between two languages only names can be compared, and a ticket cannot hold more than it has criteria. */
function namesFew({ ticket, named }: Candidate, tie: Tie, { id }: Requirement): boolean {
  return tie === "named" && [...named].indexOf(id) < ticket.acceptanceCriteria.length;
}

function speakAlike({ tickets }: TicketsResult, spec: string): boolean {
  const texts = tickets.flatMap(({ title, description, acceptanceCriteria }) => [
    title,
    description,
    ...acceptanceCriteria,
  ]);
  const [ours, theirs] = [languageOf(texts.join("\n")), languageOf(spec)];
  return ours === null || theirs === null || ours === theirs;
}
