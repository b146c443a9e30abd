import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Draft, draftTickets, findRequirements, type GenerationOptions } from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";

export type Ticket = Draft["tickets"][number];

const folder = join(import.meta.dirname, "../../../fixtures/specs");
const { read } = createSpecReader();

/** Specs of several kinds and languages, by file name. */
export const fixtures = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

export function fixture(name: string): string {
  return fixtures.get(name) ?? "";
}

export const defaults: GenerationOptions = {
  ticketCount: null,
  maxTicketCount: 12,
  includeEpics: true,
  dependencyMode: "explicit",
  outputDetail: "standard",
};

export function requirementsOf(spec: string) {
  return findRequirements(read(spec), spec);
}

export function draft(spec: string, options: Partial<GenerationOptions> = {}, title = "The plan"): Draft {
  const document = read(spec);
  const requirements = findRequirements(document, spec);
  return draftTickets(document, { title, options: { ...defaults, ...options }, requirements });
}

/** Type and title of each ticket. */
export function titles(spec: string, options: Partial<GenerationOptions> = {}): string[] {
  return draft(spec, options).tickets.map(({ type, title }) => `${type}: ${title}`);
}

/** The ticket whose title has these words. */
export function ticketOn(words: string, { tickets }: Draft): Ticket | undefined {
  return tickets.find(({ title, type }) => type !== "epic" && title.toLowerCase().includes(words.toLowerCase()));
}

export const workOf = ({ tickets }: Draft): Ticket[] => tickets.filter(({ type }) => type !== "epic");
export const epicsOf = ({ tickets }: Draft): Ticket[] => tickets.filter(({ type }) => type === "epic");
