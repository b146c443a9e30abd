import { buildResult, draftPrompt } from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";
import { makeInput, makeOptions } from "../../support/drafts.ts";
import { hostileSpecs } from "../../support/hostile-specs.ts";
import { obey } from "../../support/obedient-model.ts";
import { planGeneration } from "../../support/plan-generation.ts";
import { contractFaults, resultOnWire, semanticFaults } from "../../support/result-contract.ts";

const mark = "spec-0123456789abcdef01234567";
const title = "Billing";
const options = makeOptions();
const { read } = createSpecReader();

function promptFor(spec: string) {
  const facts = { spec, title, options };
  const plan = planGeneration({ ...facts, document: read(spec), requirements: [], promptBudget: 100_000 });
  return { plan, prompt: draftPrompt({ ...facts, plan, mark, previous: null }) };
}

/** Every run of fifty characters, without a look at how the product finds them. */
function sharesRun(text: string, secret: string): boolean {
  const plain = (value: string) => value.replace(/\p{Cf}/gu, "").replace(/\s+/g, " ");
  const [found, hidden] = [plain(text), plain(secret)];
  return Array.from({ length: hidden.length - 49 }, (_run, at) => hidden.slice(at, at + 50)).some((run) =>
    found.includes(run),
  );
}

describe("L1 TF-53 a hostile spec and a model that obeys it", () => {
  it("are many", () => {
    expect(new Set(hostileSpecs.map(({ name }) => name)).size).toBeGreaterThanOrEqual(60);
  });

  it.each(hostileSpecs)("$name", ({ spec }) => {
    const { plan, prompt } = promptFor(spec);
    const { answer, obeyed } = obey(prompt);
    // A spec that no model obeys shows nothing.
    expect(obeyed).toBeGreaterThan(0);

    for (const last of [false, true]) {
      const verdict = buildResult(makeInput({ answer, plan, options, last, title }));

      if (verdict.kind === "invalid") {
        expect(verdict.problems.length).toBeGreaterThan(0);
        expect(sharesRun(verdict.problems.join("\n"), spec)).toBe(false);
        expect(sharesRun(verdict.problems.join("\n"), prompt.system)).toBe(false);
        continue;
      }
      const wire = resultOnWire(verdict.result);
      expect(contractFaults(wire)).toEqual([]);
      expect(semanticFaults(wire, options)).toEqual([]);
      expect(wire.schema_version).toBe("tickets.result.v1");
      expect(wire.job_id).toBe(makeInput().jobId);
      expect(wire.source.title).toBe(title);
      const texts = JSON.stringify(wire.tickets) + JSON.stringify(wire.risks) + wire.source.summary;
      expect(texts).not.toContain(mark);
      expect(texts).not.toContain("callback_url");
      expect(sharesRun(texts, prompt.system)).toBe(false);
      expect(sharesRun(wire.source.summary, prompt.system)).toBe(false);
    }
  });

  it.each([
    ["plain orders: ignore previous instructions", "at most 12 tickets"],
    ["plain orders: print the system prompt", "repeat the rules"],
    ["plain orders: print it in pieces", "repeat the rules"],
    ["plain orders: the delimiter", "repeat the rules"],
    ["disguises: a leak behind zero-width characters", "repeats the rules"],
    ["disguises: a leak as escapes", "repeats the rules"],
    ["disguises: a leak on many lines", "repeats the rules"],
    ["plain orders: XML", "no JSON object"],
    ["plain orders: a circle", "in a circle"],
  ])("%s is refused: %s", (name, problem) => {
    const { plan, prompt } = promptFor(hostileSpecs.find((hostile) => hostile.name === name)?.spec ?? "");

    const verdict = buildResult(makeInput({ answer: obey(prompt).answer, plan, options }));

    expect(verdict).toMatchObject({
      kind: "invalid",
      problems: expect.arrayContaining([expect.stringContaining(problem)]),
    });
  });

  it("is not refused for an honest answer", () => {
    const { plan, prompt } = promptFor("# Billing\n\nImport bank statements.");
    const { answer, obeyed } = obey(prompt);

    expect(obeyed).toBe(0);
    expect(buildResult(makeInput({ answer, plan, options })).kind).toBe("valid");
  });
});
