import {
  type Coverage,
  coverageOf,
  type GenerationOptions,
  type TicketsResult,
  verifyCoverage,
} from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { contractFaults, resultOnWire, semanticFaults } from "../../test/support/result-contract.ts";
import { weakCriteria } from "./criteria.ts";
import type { SpecFile } from "./files.ts";
import type { Generated } from "./generate.ts";
import { markupResidue } from "./residue.ts";
import { duplicateTitles, genericReason } from "./titles.ts";

/** What the evaluation says of one spec. The lists hold what was found, so that it can be looked up and mended. */
export interface Measured {
  name: string;
  result: TicketsResult | null;
  coverage: Coverage | null;
  /** The coverage by titles and criteria alone: what a ticket says only in its description, nobody checks. */
  checked: Coverage | null;
  /** What keeps the answer from being a result, or the result from satisfying the contract. */
  schemaFaults: string[];
  semanticFaults: string[];
  duplicateTitles: string[];
  genericTitles: string[];
  weakCriteria: string[];
  residue: string[];
  durationMs: number;
  tokens: number | null;
  costUsd: number | null;
}

export function measure(file: SpecFile, generated: Generated, options: GenerationOptions): Measured {
  const { outcome, problems, durationMs, tokens, costUsd } = generated;
  const common = { name: file.name, durationMs, tokens, costUsd };
  if (outcome === null) return { ...common, ...nothing, schemaFaults: problems };

  const { result, coverage } = outcome;
  const wire = resultOnWire(result);
  const context = { english: isEnglish(result), source: result.source.title };
  return {
    ...common,
    result,
    coverage,
    checked: coverageByCriteria(file, result, coverage),
    schemaFaults: contractFaults(wire),
    semanticFaults: [...semanticFaults(wire, options), ...coverageFaults(file, result, coverage)],
    duplicateTitles: duplicateTitles(result),
    genericTitles: result.tickets.flatMap(({ externalId, title }) => {
      const reason = genericReason(title, context);
      return reason ? [`${externalId} ${reason}: ${title}`] : [];
    }),
    weakCriteria: weakCriteria(result),
    residue: markupResidue(result),
  };
}

function coverageByCriteria({ spec }: SpecFile, result: TicketsResult, { requirements }: Coverage): Coverage {
  const tickets = result.tickets.map((ticket) => ({ ...ticket, description: "" }));
  return coverageOf({ requirements, result: { ...result, tickets }, spec, notCovered: [] });
}

/** A coverage that cannot be recomputed is a claim. */
function coverageFaults({ spec }: SpecFile, result: TicketsResult, coverage: Coverage): string[] {
  const document = createSpecReader().read(spec);
  return verifyCoverage({ document, spec, result, coverage }) ? [] : ["the coverage cannot be recomputed"];
}

const nothing = {
  result: null,
  coverage: null,
  checked: null,
  semanticFaults: [],
  duplicateTitles: [],
  genericTitles: [],
  weakCriteria: [],
  residue: [],
};

/** Whether the tickets are in English: only then a title must start with an English verb. */
function isEnglish(result: TicketsResult): boolean {
  const text = result.tickets.map(({ description }) => description).join(" ");
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const small = words.filter((word) => /^(?:the|of|and|to|is|are|for|with|that|it|in|a)$/.test(word));
  return small.length / Math.max(1, words.length) > 0.1;
}

/** The bar of issue 3: valid, no generic or duplicate titles, and 95 % of what was found is covered or explained. */
export function missesOf(measured: Measured): string[] {
  const { coverage } = measured;
  const share = coverage === null ? 0 : statedShare(coverage);
  return [
    ...measured.schemaFaults.map((fault) => `schema: ${fault}`),
    ...measured.semanticFaults.map((fault) => `semantics: ${fault}`),
    ...measured.duplicateTitles.map((title) => `duplicate title: ${title}`),
    ...measured.genericTitles.map((title) => `generic title: ${title}`),
    ...(share < leastShare ? [`coverage: ${percent(share)} covered or explained, ${percent(leastShare)} wanted`] : []),
  ];
}

const leastShare = 0.95;

/** The share of requirements that a ticket covers; all of none. */
export function coveredShare({ totals }: Coverage): number {
  return totals.requirements === 0 ? 1 : totals.covered / totals.requirements;
}

/** The share of requirements that no ticket covers for a reason that the generator gave. */
export function explainedShare({ totals }: Coverage): number {
  return totals.requirements === 0 ? 0 : totals.withReason / totals.requirements;
}

/** The most requirements that one ticket covers: where it is large, a ticket is a chapter. */
export function mostInOneTicket({ requirements }: Coverage): number {
  const counts = new Map<string, number>();
  for (const id of requirements.flatMap(({ tickets }) => tickets)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

function statedShare(coverage: Coverage): number {
  return coveredShare(coverage) + explainedShare(coverage);
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(share === 1 ? 0 : 1)} %`;
}
