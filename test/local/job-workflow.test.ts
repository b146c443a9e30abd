import { StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { workflowDefinition } from "../../packages/core/src/workflow/index.ts";
import { createStateMachine } from "../../packages/local/src/state-machine.ts";
import { waitFor } from "../support/wait.ts";

const roles = ["preparePrompt", "generateTickets", "validateOutput", "complete", "fail"] as const;
type Role = (typeof roles)[number];
type Handlers = Partial<Record<Role, (event: unknown, call: number) => unknown>>;

const FailEvent = z.object({ failure: z.object({ Error: z.string(), Cause: z.string() }) });

const arnOf = (role: Role) => `arn:aws:lambda:us-east-1:000000000000:function:${role}`;

function definitionWith(timeouts: { generate?: number }) {
  return workflowDefinition({
    functions: {
      preparePrompt: arnOf("preparePrompt"),
      generateTickets: arnOf("generateTickets"),
      validateOutput: arnOf("validateOutput"),
      complete: arnOf("complete"),
      fail: arnOf("fail"),
    },
    stageTimeoutSeconds: 30,
    generateTimeoutSeconds: timeouts.generate ?? 30,
    retryIntervalSeconds: 1,
  });
}

/** Runs the product's own document with stand-ins for its functions; every stage is fine unless told otherwise. */
function runJob(handlers: Handlers, timeouts: { generate?: number } = {}) {
  const calls: { role: Role; event: unknown }[] = [];
  const functions = Object.fromEntries(
    roles.map((role) => [
      arnOf(role),
      async (event: unknown) => {
        calls.push({ role, event });
        const call = calls.filter((made) => made.role === role).length;
        return handlers[role] ? await handlers[role](event, call) : { jobId: "j", outcome: "ready" };
      },
    ]),
  );
  const run = createStateMachine({ definition: definitionWith(timeouts), functions }).run({
    id: "arn",
    name: "j",
    input: { jobId: "j" },
  });
  return { ...run, calls, roles: () => calls.map(({ role }) => role) };
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

const goodRun = ["preparePrompt", "generateTickets", "validateOutput", "complete"];

describe("X-32 the workflow of a job, run by the local interpreter", () => {
  it("is a valid ASL document", () => {
    // The interpreter's own type knows literal state types only; its validator reads all of the document.
    const definition = definitionWith({}) as StateMachineDefinition;

    expect(() => new StateMachine(definition)).not.toThrow();
    expect(() => new StateMachine({ ...definition, StartAt: "Nowhere" })).toThrow(/invalid/);
  });

  it("calls the stages in order with the job's id and the time of the execution", async () => {
    const job = runJob({});

    await job.result;

    expect(job.roles()).toEqual(goodRun);
    expect(job.calls.map(({ event }) => event)).toEqual(
      Array(4).fill({ jobId: "j", executionId: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/) }),
    );
  });

  it("TF-47 goes back to the generator on repair", async () => {
    const job = runJob({ validateOutput: (_event, call) => ({ jobId: "j", outcome: call < 3 ? "repair" : "ready" }) });

    await job.result;

    expect(job.roles().filter((role) => role === "generateTickets")).toHaveLength(3);
    expect(job.roles().at(-1)).toBe("complete");
  });

  it.each(["preparePrompt", "generateTickets", "validateOutput"] as const)(
    "ends when %s answers stop",
    async (role) => {
      const job = runJob({ [role]: () => ({ jobId: "j", outcome: "stop" }) });

      await job.result;

      expect(job.roles()).toEqual(goodRun.slice(0, goodRun.indexOf(role) + 1));
    },
  );

  it("repeats a stage that failed with Retryable, and goes on", async () => {
    const job = runJob({
      generateTickets: (_event, call) => {
        if (call < 3) throw failure("Retryable", "model_unavailable: 503");
        return { jobId: "j", outcome: "ready" };
      },
    });

    await job.result;

    expect(job.roles()).toEqual([
      "preparePrompt",
      "generateTickets",
      "generateTickets",
      "generateTickets",
      "validateOutput",
      "complete",
    ]);
  });

  it("X-35 does not repeat a Permanent failure; the fail state learns its name and cause as from Lambda", async () => {
    const job = runJob({
      generateTickets: () => {
        throw failure("Permanent", "model_rejected: 401");
      },
    });

    await job.result;
    const reported = FailEvent.parse(job.calls.at(-1)?.event).failure;

    expect(job.roles()).toEqual(["preparePrompt", "generateTickets", "fail"]);
    expect(job.calls.at(-1)?.event).toMatchObject({ jobId: "j", executionId: expect.any(String) });
    expect(reported.Error).toBe("Permanent");
    expect(JSON.parse(reported.Cause)).toEqual({
      errorType: "Permanent",
      errorMessage: "model_rejected: 401",
      trace: expect.any(Array),
    });
  });

  it("ends a stage that takes too long with States.Timeout", async () => {
    const job = runJob({ generateTickets: () => new Promise(() => {}) }, { generate: 1 });

    await job.result;

    expect(job.roles()).toEqual(["preparePrompt", "generateTickets", "fail"]);
    expect(job.calls.at(-1)?.event).toMatchObject({ failure: { Error: "States.Timeout", Cause: expect.any(String) } });
  });

  it("repeats the fail state itself, whatever it throws: a job never hangs", async () => {
    const job = runJob({
      preparePrompt: () => {
        throw failure("Permanent", "internal_error: x");
      },
      fail: (_event, call) => {
        if (call === 1) throw new TypeError("table is away");
        return { jobId: "j", outcome: "stop" };
      },
    });

    await job.result;

    expect(job.roles()).toEqual(["preparePrompt", "fail", "fail"]);
  });

  it("calls nothing after an abort, not even when a retry was due", async () => {
    const job = runJob({
      preparePrompt: () => {
        throw failure("Retryable", "storage_error: busy");
      },
    });
    await waitFor(() => job.calls.length > 0, { what: "the first stage" });

    job.abort();
    const callsAtAbort = job.calls.length;
    const result = await job.result;

    expect(result).toBeNull();
    await new Promise((resolve) => setImmediate(resolve));
    expect(job.calls).toHaveLength(callsAtAbort);
  });
});
