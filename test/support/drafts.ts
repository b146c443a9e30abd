import type {
  BuildInput,
  BuildVerdict,
  Draft,
  DraftTicket,
  GenerationOptions,
  GenerationPlan,
} from "@tessera/core/generation";
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

/** Another ticket, which shares neither title nor criteria with the first. */
export function makeMatching(overrides: Partial<DraftTicket> = {}): DraftTicket {
  return makeTicket({
    ref: "b",
    title: "Match invoices",
    acceptanceCriteria: ["An invoice of the same amount is matched", "An invoice without a payment stays open"],
    ...overrides,
  });
}

export function makeDraft(overrides: Partial<Draft> = {}): Draft {
  return {
    summary: "Reconciles invoices with bank statements.",
    tickets: [makeTicket({ ref: "a" }), makeMatching({ dependsOn: ["a"] })],
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

/** The plan of a spec that fits one call, with a section `s1` of a thousand characters and no requirements. */
export function makePlan(overrides: Partial<GenerationPlan> = {}): GenerationPlan {
  const requirements = overrides.requirements ?? [];
  return {
    specSha256: "0".repeat(64),
    title: "Billing",
    sections: [{ id: "s1", title: "Billing", depth: 1, start: 0, end: 1_000, sha256: "0".repeat(64) }],
    requirements,
    promptBudget: 100_000,
    skeleton: null,
    parts: [
      { tickets: [], ranges: [{ start: 0, end: 1_000 }], requirements: requirements.map(({ id }) => id), omitted: [] },
    ],
    ...overrides,
  };
}

/** The n-th requirement of a plan, of 40 characters of the section `s1`. */
export function makeRequirement(number: number): GenerationPlan["requirements"][number] {
  const start = number * 50;
  return { id: `R${number}`, kind: "modal", section: "s1", start, end: start + 40, sha256: "0".repeat(64) };
}

export function makeInput(overrides: Partial<BuildInput> = {}): BuildInput {
  return {
    answer: JSON.stringify(makeDraft()),
    run: { model: "test-model", durationMs: 12, promptTokens: 100, completionTokens: 50, finishReason: "stop" },
    jobId: "0198b0f0-0000-7000-8000-000000000001",
    title: "Billing reconciliation",
    options: makeOptions(),
    plan: makePlan(),
    last: false,
    ...overrides,
  };
}

/** Builds from a draft, which may be of any form: models write what they like. Nobody is asked again. */
export function build(
  draft: unknown,
  options: Partial<GenerationOptions> = {},
  input: Partial<BuildInput> = {},
): BuildVerdict {
  return buildResult(makeInput({ answer: JSON.stringify(draft), options: makeOptions(options), last: true, ...input }));
}

/** A verdict that must be a result. */
export function validOf(verdict: BuildVerdict) {
  if (verdict.kind === "invalid") throw new Error(`not valid: ${verdict.problems.join(" ")}`);
  return verdict;
}

export function resultOf(verdict: BuildVerdict) {
  return validOf(verdict).result;
}

export function problemsOf(verdict: BuildVerdict): string[] {
  return verdict.kind === "invalid" ? verdict.problems : [];
}
