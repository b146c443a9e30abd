import type { SpecDocument } from "../document.ts";
import type { Draft } from "../draft.ts";
import type { GenerationOptions } from "../options.ts";

/** Writes tickets from the spec's own structure and words, without a model (TF-52). Same input, same draft. */
export function draftTickets(document: SpecDocument, request: { title: string; options: GenerationOptions }): Draft {
  throw new Error(`not written yet: ${request.title} ${document.sections.length}`);
}
