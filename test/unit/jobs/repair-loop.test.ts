import { describe, expect, it } from "vitest";
import { makeDraft } from "../../support/drafts.ts";
import { offlineSettings } from "../../support/job-settings.ts";
import { badDraft, createWorld, jobAfter, runStages, stages, type World } from "../../support/jobs-world.ts";

/** A model that writes these drafts, one after the other. */
function answerInTurn(world: World, ...drafts: unknown[]): void {
  let turn = 0;
  world.answerWith(async () => {
    const draft = drafts[Math.min(turn, drafts.length - 1)];
    turn += 1;
    return JSON.stringify(draft);
  });
}

/** What stands in the messages of each call, by its words. */
function asked(world: World): string[] {
  return world.ledger.modelCalls.map(({ messages }) => messages.map(({ role, text }) => `${role}: ${text}`).join("\n"));
}

describe("TF-47 the repair loop", () => {
  it("sends a draft back with what is wrong with it, and takes the next one", async () => {
    const world = createWorld();
    answerInTurn(world, { ...badDraft, summary: "the first answer" }, makeDraft());
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets"]);

    expect(await runStages(world, id, ["validateOutput"])).toBe("repair");
    expect(await runStages(world, id, ["generateTickets", "validateOutput"])).toBe("ready");

    const [first, second] = asked(world);
    expect(first).not.toContain("at least one ticket");
    expect(second).toContain("assistant: ");
    expect(second).toContain("the first answer");
    expect(second).toContain("at least one ticket");
    expect(world.memory.saved(id).job).toMatchObject({ drafts: 2, repairs: 1, calls: 2 });
    expect(world.memory.saved(id).attempts.map(({ round, problems }) => [round, problems.length > 0])).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  it("re-asks twice and then fails", async () => {
    const world = createWorld();
    answerInTurn(world, badDraft, { ...badDraft, summary: "" }, badDraft);
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets", "validateOutput", "generateTickets"]);
    expect(await runStages(world, id, ["validateOutput"])).toBe("repair");
    await runStages(world, id, ["generateTickets"]);

    const third = runStages(world, id, ["validateOutput"]);

    await expect(third).rejects.toMatchObject({ code: "model_output_invalid", retryable: false });
    expect(world.ledger.modelCalls).toHaveLength(3);
    expect(world.memory.saved(id).texts.result).toBeUndefined();
  });

  it("keeps the stage while it repairs, and writes down that it does (X-12, X-31)", async () => {
    const world = createWorld();
    answerInTurn(world, badDraft, makeDraft());
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets", "validateOutput"]);

    await runStages(world, id, ["generateTickets"]);

    const { job, entries } = world.memory.saved(id);
    expect(job.stage).toBe("validating_output");
    expect(entries.at(-1)).toMatchObject({ action: "job.draft_sent_back", newValue: { stage: "validating_output" } });
  });

  it("asks for the new draft again, and counts nothing twice, when the validator runs twice", async () => {
    const world = createWorld();
    answerInTurn(world, badDraft);
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets", "validateOutput"]);
    const before = world.memory.saved(id);

    expect(await runStages(world, id, ["validateOutput"])).toBe("repair");
    expect(world.memory.saved(id)).toEqual(before);
  });

  it("stores a result of exactly one attempt (D12)", async () => {
    const world = createWorld();
    answerInTurn(
      world,
      { ...badDraft, summary: "from the first", risks: [{ description: "r", severity: "low" }] },
      makeDraft({ summary: "from the second" }),
    );

    const { id } = await jobAfter(world, [
      "preparePrompt",
      "generateTickets",
      "validateOutput",
      "generateTickets",
      "validateOutput",
      "completeJob",
    ]);

    expect(JSON.parse(world.memory.saved(id).texts.result ?? "")).toMatchObject({
      source: { summary: "from the second" },
      risks: [],
      generation: { model: "test-model", promptTokens: 2 },
    });
  });

  it("does not ask the offline rules again: they would write the same", async () => {
    const world = createWorld({ modelSettings: offlineSettings });
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets"]);
    const saved = world.memory.saved(id);
    const broken = { ...world.system(), jobs: { ...world.memory, readText: brokenDraft(saved.texts) } };

    const verdict = stages.validateOutput(broken, { jobId: id, executionId: "execution-1" });

    await expect(verdict).rejects.toMatchObject({ code: "model_output_invalid" });
    expect(world.memory.saved(id).job.repairs).toBe(0);
  });

  it("lets the offline rules write, where the client allows it (X-35)", async () => {
    const world = createWorld();
    world.allowFallback();
    answerInTurn(world, badDraft);
    const { id } = await jobAfter(world, ["preparePrompt"]);
    for (let round = 0; round < 3; round += 1) await runStages(world, id, ["generateTickets", "validateOutput"]);

    const outcome = await runStages(world, id, ["generateTickets", "validateOutput", "completeJob"]);

    const { job, attempts, entries } = world.memory.saved(id);
    expect(outcome).toBe("stop");
    expect(job).toMatchObject({ status: "completed", model: { provider: "offline" }, calls: 3 });
    expect(job.modelWarning).toContain("offline rules");
    expect(attempts.map(({ model }) => model.provider)).toEqual(["ollama", "ollama", "ollama", "offline"]);
    expect(entries.map(({ action }) => action)).toContain("job.model_fell_back");
  });
});

function brokenDraft(texts: Partial<Record<string, string>>) {
  return async (_jobId: string, name: string) => (name === "draft" ? "{}" : texts[name]);
}
