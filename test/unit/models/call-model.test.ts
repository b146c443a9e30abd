import { AppError, type ErrorCode } from "@tessera/core/errors";
import { callModel, type ModelCall, type ModelCallContext, type ModelReply } from "@tessera/core/models";
import { describe, expect, it } from "vitest";
import { createHealthStore } from "./health-store.ts";

const reply: ModelReply = { text: "{}", finishReason: "stop", usage: { promptTokens: 1, completionTokens: 1 } };
const call: ModelCall = {
  choice: { provider: "openai", model: "gpt-4o" },
  system: "",
  messages: [],
  schema: { name: "draft", json: {} },
  contextTokens: 128_000,
  maxOutputTokens: 100,
  temperature: null,
};
const startsAt = Date.parse("2026-03-01T12:00:00Z");
const failure = (code: ErrorCode) => new AppError(code, "told to");

/** A model that does what it is told, a clock that moves when it is told, and the breaker between them. */
function createWorld() {
  const health = createHealthStore();
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  const clock = { ms: startsAt };
  const model = { calls: 0, answer: (): Promise<ModelReply> => Promise.resolve(reply) };
  const context: ModelCallContext = {
    models: {
      call: () => {
        model.calls += 1;
        return model.answer();
      },
    },
    modelHealth: health,
    breaker: { failureLimit: 3, coolDownMs: 60_000, probeMs: 150_000 },
    now: () => new Date(clock.ms),
    log: { info: log, warn: log, error: log },
  };
  return {
    context,
    health,
    logged,
    model,
    pass: (seconds: number) => {
      clock.ms += seconds * 1_000;
    },
    /** The reply, or what was thrown. */
    ask: (choice = call.choice): Promise<ModelReply | AppError> =>
      callModel(context, { ...call, choice }).catch((cause: AppError) => cause),
    failWith: (code: ErrorCode) => {
      model.answer = () => Promise.reject(failure(code));
    },
    recover: () => {
      model.answer = () => Promise.resolve(reply);
    },
  };
}

async function openedWorld() {
  const world = createWorld();
  world.failWith("model_unavailable");
  for (let attempt = 0; attempt < 3; attempt += 1) await world.ask();
  return world;
}

const open = { code: "model_unavailable", details: { circuit: "open" } };

describe("X-35 the circuit breaker of a model", () => {
  it("costs a model that works one read and no write", async () => {
    const world = createWorld();

    expect(await world.ask()).toEqual(reply);

    expect(world.health.calls).toEqual({ find: 1, save: 0 });
  });

  it.each<ErrorCode>(["model_unavailable", "model_timeout"])("opens after three %s in a row", async (code) => {
    const world = createWorld();
    world.failWith(code);

    for (const _ of [1, 2, 3]) expect(await world.ask()).toMatchObject({ code, details: {} });
    const refused = await world.ask();

    expect(refused).toMatchObject({ code: "model_unavailable", details: { circuit: "open", retryAfterSeconds: 60 } });
    expect(world.model.calls).toBe(3);
    expect(world.logged).toEqual(["model circuit opened"]);
  });

  it("stays closed when a success stands between the failures", async () => {
    const world = createWorld();

    for (const _ of [1, 2, 3]) {
      world.failWith("model_timeout");
      await world.ask();
      await world.ask();
      world.recover();
      await world.ask();
    }

    expect(world.model.calls).toBe(9);
    expect(world.health.rows.get("openai:gpt-4o")).toMatchObject({ failures: 0, openUntil: null });
  });

  it("does not count a refused request: its host is well", async () => {
    const world = createWorld();
    world.failWith("model_timeout");
    await world.ask();
    await world.ask();

    world.failWith("model_rejected");
    await world.ask();
    world.failWith("model_timeout");
    await world.ask();

    expect(world.health.rows.get("openai:gpt-4o")).toMatchObject({ failures: 1, openUntil: null });
  });

  it("does not take a bug of ours for the model's failure", async () => {
    const world = createWorld();
    world.model.answer = () => Promise.reject(new TypeError("bug"));

    for (const _ of [1, 2, 3, 4]) expect(await world.ask()).toBeInstanceOf(TypeError);

    expect(world.health.rows.size).toBe(0);
  });

  it("tells apart models, of one provider too", async () => {
    const world = await openedWorld();
    world.recover();

    expect(await world.ask({ provider: "openai", model: "gpt-4o-mini" })).toEqual(reply);
    expect(await world.ask()).toMatchObject(open);
  });

  it("says how long to wait, less and less", async () => {
    const world = await openedWorld();

    world.pass(45);

    expect(await world.ask()).toMatchObject({ details: { circuit: "open", retryAfterSeconds: 15 } });
  });
});

describe("X-35 half-open", () => {
  it("lets one call find out after the cool-down, and closes when it succeeds", async () => {
    const world = await openedWorld();
    world.pass(60);
    world.recover();

    expect(await world.ask()).toEqual(reply);

    expect(world.health.rows.get("openai:gpt-4o")).toMatchObject({ failures: 0, openUntil: null });
    expect(await world.ask()).toEqual(reply);
    expect(world.model.calls).toBe(5);
    expect(world.logged.at(-1)).toBe("model circuit closed");
  });

  it("opens for another cool-down when the probe fails, whatever the count", async () => {
    const world = await openedWorld();
    world.pass(60);

    await world.ask();

    expect(world.model.calls).toBe(4);
    expect(await world.ask()).toMatchObject({ details: { circuit: "open", retryAfterSeconds: 60 } });
    world.pass(60);
    await world.ask();
    expect(world.model.calls).toBe(5);
  });

  it("lets only one of many through, also when they come at once", async () => {
    const world = await openedWorld();
    world.pass(60);
    world.recover();

    const answers = await Promise.all(Array.from({ length: 20 }, () => world.ask()));

    expect(answers.filter((answer) => answer === reply)).toHaveLength(1);
    expect(answers.filter((answer) => answer !== reply)).toHaveLength(19);
    for (const answer of answers.filter((one) => one !== reply)) expect(answer).toMatchObject(open);
    expect(world.model.calls).toBe(4);
  });

  it("refuses others while the probe is under way, however long that takes", async () => {
    const world = await openedWorld();
    world.pass(60);
    let finish: (answer: ModelReply) => void = () => {};
    world.model.answer = () => new Promise((resolve) => (finish = resolve));
    const probe = world.ask();
    await expect.poll(() => world.model.calls).toBe(4);

    world.pass(149);
    const other = await world.ask();
    finish(reply);

    expect(other).toMatchObject({ details: { circuit: "open", retryAfterSeconds: 1 } });
    expect(await probe).toEqual(reply);
    expect(world.model.calls).toBe(4);
  });

  it("tells those who wait for a probe to come back after a cool-down at the latest", async () => {
    const world = await openedWorld();
    world.pass(60);
    world.model.answer = () => new Promise(() => {});
    void world.ask();
    await expect.poll(() => world.model.calls).toBe(4);

    expect(await world.ask()).toMatchObject({ details: { circuit: "open", retryAfterSeconds: 60 } });
  });

  it("sends another probe when the first one died with its worker", async () => {
    const world = await openedWorld();
    world.pass(60);
    world.model.answer = () => new Promise(() => {});
    void world.ask();
    await expect.poll(() => world.model.calls).toBe(4);

    world.pass(150);
    world.recover();

    expect(await world.ask()).toEqual(reply);
  });

  it("is closed by a probe that is rejected: the host is there", async () => {
    const world = await openedWorld();
    world.pass(60);
    world.failWith("model_rejected");

    expect(await world.ask()).toMatchObject({ code: "model_rejected" });

    expect(world.health.rows.get("openai:gpt-4o")).toMatchObject({ failures: 0, openUntil: null });
  });
});

describe("X-35 calls at the same time", () => {
  it("counts each of three failures that end together", async () => {
    const world = createWorld();
    world.failWith("model_timeout");

    await Promise.all([world.ask(), world.ask(), world.ask()]);

    expect(world.health.rows.get("openai:gpt-4o")).toMatchObject({ failures: 3 });
    expect(await world.ask()).toMatchObject(open);
  });

  it("does not open longer for failures of calls from before", async () => {
    const world = createWorld();
    const ends: ((cause: AppError) => void)[] = [];
    world.model.answer = () => new Promise((_resolve, reject) => ends.push(reject));
    const calls = Array.from({ length: 4 }, () => world.ask());
    await expect.poll(() => ends.length).toBe(4);

    for (const end of ends.slice(0, 3)) end(failure("model_timeout"));
    await Promise.all(calls.slice(0, 3));
    world.pass(50);
    ends[3]?.(failure("model_timeout"));
    await calls[3];

    expect(await world.ask()).toMatchObject({ details: { retryAfterSeconds: 10 } });
  });

  it("gives the answer that was paid for when its bookkeeping fails", async () => {
    const world = createWorld();
    world.failWith("model_timeout");
    await world.ask();
    world.recover();
    world.health.save = () => Promise.reject(new AppError("storage_error", "down"));

    expect(await world.ask()).toEqual(reply);
    expect(world.logged).toEqual(["model health was not saved"]);
  });
});
