import { AppError, type ErrorCode } from "@tessera/core/errors";
import { cancelJob, failJob } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import { createWorld, jobAfter, runStages, type World } from "../../support/jobs-world.ts";

/** As Lambda hands an error of ours on to Step Functions. */
function causedBy(code: string, message = "Zebra secret of the provider"): { Error: string; Cause: string } {
  const errorMessage = `${code}: ${message}`;
  return { Error: "Permanent", Cause: JSON.stringify({ errorType: "Permanent", errorMessage, trace: [] }) };
}

function fail(world: World, jobId: string, failure: { Error: string; Cause: string }) {
  return failJob(world.system(), { jobId, executionId: "execution-1", failure });
}

describe("TF-48 failure codes", () => {
  it.each<[ErrorCode, string]>([
    ["model_unavailable", "ollama_unavailable"],
    ["model_rejected", "ollama_unavailable"],
    ["model_timeout", "model_timeout"],
    ["model_output_invalid", "model_output_invalid"],
    ["storage_error", "storage_error"],
    ["internal_error", "internal_error"],
    ["lease_lost", "internal_error"],
  ])("%s becomes %s, in fixed words (L3)", async (code, expected) => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);

    const output = await fail(world, id, causedBy(code));

    const { job, callback, entries } = world.memory.saved(id);
    expect(output.outcome).toBe("stop");
    expect(job).toMatchObject({ status: "failed", stage: "failed", error: { code: expected } });
    expect(job.error?.message).not.toContain("Zebra");
    expect(entries.at(-1)?.action).toBe("job.failed");
    expect(callback?.event).toBe("job.failed");
  });

  it.each([
    ["a state that timed out", { Error: "States.Timeout", Cause: "" }, "model_timeout"],
    ["a bare message", { Error: "Permanent", Cause: "storage_error: gone" }, "storage_error"],
    ["a bug", { Error: "TypeError", Cause: '{"errorMessage":"x is not a function"}' }, "internal_error"],
    ["a code that is none of ours", causedBy("made_up"), "internal_error"],
    ["a name of every object", causedBy("constructor"), "internal_error"],
    ["a code inside a provider's text", causedBy("internal_error", "storage_error: no"), "internal_error"],
  ])("%s becomes %s", async (_what, failure, expected) => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);

    await fail(world, id, failure);

    expect(world.memory.saved(id).job.error?.code).toBe(expected);
  });

  it("has the spec missing as a storage error, for a retry first", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, []);
    await world.memory.deleteTexts(id);

    const stage = runStages(world, id, ["preparePrompt"]);

    await expect(stage).rejects.toSatisfy((error) => error instanceof AppError && error.retryable);
    await expect(stage).rejects.toMatchObject({ code: "storage_error" });
  });

  it("changes nothing about a job that has ended", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt", "generateTickets", "validateOutput", "completeJob"]);
    const before = world.memory.saved(id);

    expect((await fail(world, id, causedBy("internal_error"))).outcome).toBe("stop");
    expect(world.memory.saved(id)).toEqual(before);
  });

  it("settles a cancel that was asked for instead (TF-36)", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    await cancelJob(world.context(), { jobId: id });

    await fail(world, id, causedBy("model_timeout"));

    expect(world.memory.saved(id).job).toMatchObject({ status: "cancelled", error: { code: "job_cancelled" } });
  });
});
