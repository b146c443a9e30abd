import {
  buildResult,
  composeDraft,
  findRequirements,
  type GenerationPlan,
  partPrompt,
  readPart,
} from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";
import { makeInput, makeOptions, resultOf, validOf } from "../../support/drafts.ts";
import { hostileSpecs } from "../../support/hostile-specs.ts";
import { numberedSpec } from "../../support/long-specs.ts";
import { obey } from "../../support/obedient-model.ts";
import { planGeneration } from "../../support/plan-generation.ts";
import { contractFaults, resultOnWire, semanticFaults } from "../../support/result-contract.ts";

const mark = "spec-0123456789abcdef01234567";

function readOf(verdict: ReturnType<typeof readPart>) {
  if (verdict.kind === "unreadable") throw new Error(verdict.problems.join(" "));
  return verdict;
}

function planFor(spec: string, promptBudget: number, options = makeOptions()): GenerationPlan {
  const document = createSpecReader().read(spec);
  return planGeneration({
    document,
    spec,
    title: "The plan",
    options,
    promptBudget,
    requirements: findRequirements(document, spec),
  });
}

describe("issue 3 a long spec, from the plan to the result", () => {
  it("is a result with the skeleton's tickets, in which every requirement has its ticket or a reason", () => {
    const spec = numberedSpec({ sections: 40, perSection: 30 });
    const options = makeOptions({ maxTicketCount: 50 });
    const long = planFor(spec, 40_000, options);
    const reads = long.parts.map((_part, part) => {
      const { answer: text } = obey(partPrompt({ title: "t", spec, options, plan: long, mark, previous: null, part }));
      return readOf(readPart(long, part, text, "stop"));
    });

    const draft = composeDraft(
      long,
      reads.map(({ tickets }) => tickets),
      reads.flatMap(({ changes }) => changes),
    );
    const verdict = validOf(buildResult(makeInput({ answer: JSON.stringify(draft), plan: long, options })));

    const wire = resultOnWire(verdict.result);
    expect(contractFaults(wire)).toEqual([]);
    expect(semanticFaults(wire, options)).toEqual([]);
    expect(wire.tickets).toHaveLength(long.skeleton?.tickets.length ?? 0);
    const named = JSON.stringify(wire.tickets).matchAll(/"requirement":"(R\d+)"/g);
    const answered = new Set([
      ...[...named].map(([, id]) => id),
      ...verdict.notCovered.map(({ requirement: id }) => id),
    ]);
    expect(answered.size).toBe(1_200);
  });
});

describe("L1 a hostile spec that is written in parts", () => {
  it.each(hostileSpecs)("$name", ({ spec }) => {
    const options = makeOptions();
    const hostile = planFor(spec, spec.length - 1);
    const reads = hostile.parts.map((_part, part) =>
      readPart(
        hostile,
        part,
        obey(partPrompt({ title: "t", spec, options, plan: hostile, mark, previous: null, part })).answer,
        "stop",
      ),
    );

    const tickets = reads.map((verdict) => (verdict.kind === "read" ? verdict.tickets : []));
    const draft = composeDraft(hostile, tickets, []);

    const wire = resultOnWire(
      resultOf(buildResult(makeInput({ answer: JSON.stringify(draft), plan: hostile, options }))),
    );
    expect(contractFaults(wire)).toEqual([]);
    expect(semanticFaults(wire, options)).toEqual([]);
    expect(wire.tickets).toHaveLength(hostile.skeleton?.tickets.length ?? 0);
    expect(JSON.stringify(wire)).not.toMatch(new RegExp(`${mark}|callback_url"`));
  });
});
