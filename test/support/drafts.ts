import type { BuildInput, BuildVerdict, Draft, DraftTicket, GenerationOptions } from "@tessera/core/generation";
import { buildResult } from "@tessera/core/generation";

export function makeTicket(overrides: Partial<DraftTicket> = {}): DraftTicket {
  return {
    ref: "a",
    type: "story",
    title: "Import bank statements",
    description: "Statements arrive as CAMT.053 files and are stored.",
    acceptanceCriteria: ["A valid file is stored", "An invalid file is rejected with its line"],
    labels: ["billing"],
    dependsOn: [],
    epic: null,
    storyPoints: 3,
    priority: "high",
    sources: [],
    covers: [],
    ...overrides,
  };
}

export function makeDraft(overrides: Partial<Draft> = {}): Draft {
  return {
    summary: "Reconciles invoices with bank statements.",
    tickets: [makeTicket({ ref: "a" }), makeTicket({ ref: "b", title: "Match invoices", dependsOn: ["a"] })],
    risks: [],
    openQuestions: [],
    notCovered: [],
    ...overrides,
  };
}

export function makeOptions(overrides: Partial<GenerationOptions> = {}): GenerationOptions {
  return {
    ticketCount: null,
    maxTicketCount: 12,
    includeEpics: true,
    dependencyMode: "explicit",
    outputDetail: "standard",
    ...overrides,
  };
}

export function makeInput(overrides: Partial<BuildInput> = {}): BuildInput {
  return {
    answer: JSON.stringify(makeDraft()),
    run: { model: "test-model", durationMs: 12, promptTokens: 100, completionTokens: 50, finishReason: "stop" },
    jobId: "0198b0f0-0000-7000-8000-000000000001",
    title: "Billing reconciliation",
    options: makeOptions(),
    ...overrides,
  };
}

/** Builds from a draft, which may be of any form: models write what they like. */
export function build(draft: unknown, options: Partial<GenerationOptions> = {}): BuildVerdict {
  return buildResult(makeInput({ answer: JSON.stringify(draft), options: makeOptions(options) }));
}

/** The result of a draft that must be valid. */
export function resultOf(verdict: BuildVerdict) {
  if (verdict.kind === "invalid") throw new Error(`not valid: ${verdict.problems.join(" ")}`);
  return verdict.result;
}

export function problemsOf(verdict: BuildVerdict): string[] {
  return verdict.kind === "invalid" ? verdict.problems : [];
}
