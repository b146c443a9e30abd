import { describe, expect, it } from "vitest";
import { makeDraft } from "../../support/drafts.ts";
import { badDraft, createWorld, jobAfter, runStages, type World } from "../../support/jobs-world.ts";

/** A model that writes these drafts, one after the other. */
function answerInTurn(world: World, ...drafts: unknown[]): void {
  let turn = 0;
  world.answerWith(async () => {
    const draft = drafts[Math.min(turn, drafts.length - 1)];
    turn += 1;
    return JSON.stringify(draft);
  });
}

describe("TF-47 the repair loop", () => {
  it("sends a draft back with what is wrong with it, and takes the next one", async () => {
    const world = createWorld();
    answerInTurn(world, badDraft, makeDraft());
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets"]);

    expect(await runStages(world, id, ["validateOutput"])).toBe("repair");
    expect(await runStages(world, id, ["generateTickets", "validateOutput"])).toBe("ready");

    expect(world.ledger.modelCalls.map((call) => call.feedback)).toEqual([
      [],
      [expect.stringContaining("at least one ticket")],
    ]);
    expect(world.memory.saved(id).job).toMatchObject({ drafts: 2, repairs: 1 });
  });

  it("re-asks twice, with everything said so far, and then fails", async () => {
    const world = createWorld();
    answerInTurn(world, badDraft, { ...badDraft, summary: "" }, badDraft);
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets", "validateOutput", "generateTickets"]);
    expect(await runStages(world, id, ["validateOutput"])).toBe("repair");
    await runStages(world, id, ["generateTickets"]);

    const third = runStages(world, id, ["validateOutput"]);

    await expect(third).rejects.toMatchObject({ code: "model_output_invalid", retryable: false });
    expect(world.ledger.modelCalls.map((call) => call.feedback.length)).toEqual([0, 1, 2]);
    expect(world.memory.saved(id).texts.result).toBeUndefined();
  });

  it("keeps the stage while it repairs (X-12)", async () => {
    const world = createWorld();
    answerInTurn(world, badDraft, makeDraft());
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets", "validateOutput"]);
    const entries = world.memory.saved(id).entries.length;

    await runStages(world, id, ["generateTickets"]);

    expect(world.memory.saved(id).job.stage).toBe("validating_output");
    expect(world.memory.saved(id).entries).toHaveLength(entries);
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
      generation: { model: "run-2" },
    });
  });
});
