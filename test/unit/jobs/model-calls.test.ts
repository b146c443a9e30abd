import { AppError, type ErrorCode } from "@tessera/core/errors";
import { describe, expect, it } from "vitest";
import { makeDraft } from "../../support/drafts.ts";
import { badDraft, createWorld, jobAfter, runStages, stages, type World } from "../../support/jobs-world.ts";

/** The model fails like this, one after the other, and answers well from then on. */
function failInTurn(world: World, ...failures: { code: ErrorCode; retryAfterSeconds?: number }[]): void {
  let turn = 0;
  world.answerWith(async () => {
    const failure = failures[turn];
    turn += 1;
    if (!failure) return JSON.stringify(makeDraft());
    throw new AppError(failure.code, "no", { ...failure });
  });
}

function generate(world: World, jobId: string) {
  return stages.generateTickets(world.system(), { jobId, executionId: "execution-1" });
}

const down = { code: "model_unavailable" } as const;

describe("D8 a model that cannot be reached", () => {
  it("is waited for, and asked again: the workflow waits, no function does", async () => {
    const world = createWorld();
    failInTurn(world, down, down);
    const { id } = await jobAfter(world, ["preparePrompt"]);

    expect(await generate(world, id)).toEqual({ jobId: id, outcome: "wait", waitSeconds: 1 });
    expect(await generate(world, id)).toEqual({ jobId: id, outcome: "wait", waitSeconds: 1 });
    expect(await generate(world, id)).toEqual({ jobId: id, outcome: "ready" });

    expect(world.memory.saved(id).attempts.map(({ outcome }) => outcome)).toEqual([
      "model_unavailable",
      "model_unavailable",
      "answered",
    ]);
  });

  it.each([
    [0, 1],
    [7, 8],
    [30, 31],
    [1e9, 60],
  ])("honours Retry-After: %s s becomes %s s, with jitter and a cap", async (retryAfterSeconds, waitSeconds) => {
    const world = createWorld();
    failInTurn(world, { ...down, retryAfterSeconds });
    const { id } = await jobAfter(world, ["preparePrompt"]);

    expect(await generate(world, id)).toMatchObject({ outcome: "wait", waitSeconds });
  });

  it("fails the job after three tries in a row, and leaves no lease behind", async () => {
    const world = createWorld();
    failInTurn(world, down, down, down);
    const { id } = await jobAfter(world, ["preparePrompt"]);
    await generate(world, id);
    await generate(world, id);

    await expect(generate(world, id)).rejects.toMatchObject({ code: "model_unavailable" });

    expect(world.memory.saved(id).job).toMatchObject({ lease: null, calls: 3, drafts: 0 });
  });

  it("is not called while its circuit is open, which costs no call (X-35)", async () => {
    const world = createWorld();
    failInTurn(world, down, down, down);
    const { id: first } = await jobAfter(world, ["preparePrompt"], { idempotencyKey: "first" });
    for (let turn = 0; turn < 2; turn += 1) await generate(world, first);
    await expect(generate(world, first)).rejects.toThrow();
    const { id: second } = await jobAfter(world, ["preparePrompt"], { idempotencyKey: "second" });

    const turnedAway = await generate(world, second);
    world.advance(60_000);
    const afterwards = await generate(world, second);

    expect(turnedAway).toEqual({ jobId: second, outcome: "wait", waitSeconds: 60 });
    expect(afterwards.outcome).toBe("ready");
    expect(world.memory.saved(second).job.calls).toBe(1);
    expect(world.memory.saved(second).attempts.map(({ outcome }) => outcome)).toEqual(["not_sent", "answered"]);
  });

  it("gives way to the offline rules, where the client allows it", async () => {
    const world = createWorld();
    world.allowFallback();
    failInTurn(world, { code: "model_rejected" });
    const { id } = await jobAfter(world, ["preparePrompt"]);

    expect((await generate(world, id)).outcome).toBe("more");
    expect(await runStages(world, id, ["generateTickets", "validateOutput", "completeJob"])).toBe("stop");

    expect(world.memory.saved(id).job).toMatchObject({ status: "completed", model: { provider: "offline" } });
  });
});

describe("D7 D9 other failures", () => {
  it("a refused key is not tried again", async () => {
    const world = createWorld();
    failInTurn(world, { code: "model_rejected" });
    const { id } = await jobAfter(world, ["preparePrompt"]);

    await expect(generate(world, id)).rejects.toMatchObject({ code: "model_rejected", retryable: false });
  });

  it("a model that does not answer in time is asked once more", async () => {
    const world = createWorld();
    failInTurn(world, { code: "model_timeout" }, { code: "model_timeout" });
    const { id } = await jobAfter(world, ["preparePrompt"]);

    expect((await generate(world, id)).outcome).toBe("wait");
    await expect(generate(world, id)).rejects.toMatchObject({ code: "model_timeout" });
  });
});

describe("X-35 the calls of a job", () => {
  it("are six at most, whatever goes wrong", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    let call = 0;
    world.answerWith(async () => {
      call += 1;
      // Answers that are no use, and hosts that are down, in the order that costs most.
      if (call % 3 !== 0) throw new AppError("model_unavailable", "down");
      return JSON.stringify(badDraft);
    });

    const end = await runToEnd(world, id);

    expect(end).toBe("model_output_invalid");
    expect(world.ledger.modelCalls).toHaveLength(6);
    expect(world.memory.saved(id).attempts).toHaveLength(6);
  });

  it("are written down before they are made, so that a crash hides none (A4)", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    world.answerWith(() => new Promise(() => undefined));

    void generate(world, id);
    await world.settled();

    const { attempts, texts } = world.memory.saved(id);
    expect(attempts).toMatchObject([{ outcome: "started", number: 1, endedAt: null }]);
    expect(texts["prompt-1"]).toContain("Import statements.");
  });

  it("keep what was asked and answered, with tokens and cost", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets"]);

    const { attempts, texts } = world.memory.saved(id);

    expect(attempts).toMatchObject([{ outcome: "answered", promptTokens: 1, completionTokens: 1, costUsd: 0 }]);
    expect(attempts[0]?.outputSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(texts["answer-1"]).toBe(texts.draft);
  });
});

/** Runs stages 2 and 3 as the workflow does, waiting where they say so; answers the code of the failure, or "ready". */
async function runToEnd(world: World, jobId: string): Promise<string> {
  try {
    for (;;) {
      const { outcome, waitSeconds = 0 } = await generate(world, jobId);
      world.advance(waitSeconds * 1_000);
      if (outcome === "ready" && (await runStages(world, jobId, ["validateOutput"])) === "ready") return "ready";
    }
  } catch (cause) {
    return cause instanceof AppError ? cause.code : String(cause);
  }
}
