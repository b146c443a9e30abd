import { AppError, type ErrorCode, type ErrorDetails } from "@tessera/core/errors";
import { llmStatus, testLlm } from "@tessera/core/incidents/rca";
import type { LlmConfig } from "@tessera/core/settings";
import { describe, expect, it } from "vitest";
import { createWorld, hang, replyOf } from "./world.ts";

const llm: LlmConfig = { provider: "openai", model: "gpt-4o", apiKey: null };
const names = { provider: "openai", model: "gpt-4o" };
const ok = { status: "ok", ...names, available: true };
const degraded = (error: string) => ({ status: "degraded", ...names, available: false, error });

function failing(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
  return createWorld(() => Promise.reject(new AppError(code, "canary: words of a vendor", details, { cause })));
}
const network = (code: string) => new AppError("egress_failed", "unreachable", { reason: "unreachable", code });

const failures: { error: string; code: ErrorCode; details: ErrorDetails; cause?: AppError }[] = [
  { error: "Connection timeout after 5s", code: "model_timeout", details: {} },
  { error: "Connection refused", code: "model_unavailable", details: {}, cause: network("ECONNREFUSED") },
  { error: "Host not found", code: "model_unavailable", details: {}, cause: network("ENOTFOUND") },
  { error: "Connection failed", code: "model_unavailable", details: {}, cause: network("ECONNRESET") },
  { error: "Connection failed", code: "model_unavailable", details: {} },
  { error: "Rate limit exceeded", code: "model_unavailable", details: { status: 429, retryAfterSeconds: 30 } },
  { error: "Provider error", code: "model_unavailable", details: { status: 503 } },
  { error: "Invalid API key", code: "model_rejected", details: { status: 401 } },
  { error: "Invalid API key", code: "model_rejected", details: { status: 403 } },
  { error: "Model not available", code: "model_rejected", details: { status: 404 } },
  { error: "Model not available", code: "model_rejected", details: {} },
  { error: "LLM call failed", code: "storage_error", details: {} },
];

describe("LC-49 llm-status", () => {
  it("is ok when the model answers whatever", async () => {
    for (const text of ['{"ok":true}', "", "hello"]) {
      expect(await llmStatus(createWorld(async () => replyOf(text)).context, llm)).toEqual(ok);
    }
  });

  it.each(failures)("says $error for $code $details", async ({ error, code, details, cause }) => {
    const world = failing(code, details, cause);

    expect(await llmStatus(world.context, llm)).toEqual(degraded(error));

    expect(JSON.stringify(world.logged)).not.toContain("canary");
  });

  it("is degraded by its own timer when the model hangs", async () => {
    const world = createWorld(hang);
    const status = llmStatus(world.context, llm);
    await expect.poll(() => world.timers.length).toBe(1);

    world.runOut();

    expect(await status).toEqual(degraded("Connection timeout after 5s"));
  });

  it("D-29 is ok for the offline rules, which call nobody", async () => {
    const { context, calls } = createWorld();

    const status = await llmStatus(context, { provider: "offline", model: "offline-2", apiKey: null });

    expect(status).toEqual({ status: "ok", provider: "offline", model: "offline-2", available: true });
    expect(calls).toEqual([]);
  });

  it("is degraded where the tenant has disabled it", async () => {
    const status = await llmStatus(createWorld().context, { ...llm, provider: "disabled" });

    expect(status).toEqual({ ...degraded("LLM is disabled"), provider: "disabled" });
  });

  it("calls once in 15 s, for many who ask at once as well", async () => {
    const world = createWorld();
    await Promise.all(Array.from({ length: 20 }, () => llmStatus(world.context, llm)));
    expect(world.calls).toHaveLength(1);

    world.pass(14_999);
    await llmStatus(world.context, llm);
    expect(world.calls).toHaveLength(1);
    world.pass(1);
    await llmStatus(world.context, llm);
    expect(world.calls).toHaveLength(2);
    // A clock that was set back makes everything old.
    world.pass(-60_000);
    await llmStatus(world.context, llm);
    expect(world.calls).toHaveLength(3);
  });

  it("does not take one choice for another", async () => {
    const world = createWorld();

    for (const other of [llm, { ...llm, model: "gpt-4" }, { ...llm, apiKey: "sk-1" }, { ...llm, apiKey: "sk-2" }]) {
      await llmStatus(world.context, other);
    }

    expect(world.calls.map(({ apiKey }) => apiKey)).toEqual([undefined, undefined, "sk-1", "sk-2"]);
  });

  it("X-35 shows the breaker at once, and recovers by its own probe", async () => {
    const world = failing("model_timeout");
    for (const _ of [1, 2, 3]) {
      await llmStatus(world.context, llm);
      world.pass(15_000);
    }

    expect(await llmStatus(world.context, llm)).toEqual(degraded("Paused after repeated failures"));
    expect(world.calls).toHaveLength(3);

    world.pass(60_000);
    world.model.answer = async () => replyOf("{}");
    expect(await llmStatus(world.context, llm)).toEqual(ok);
  });

  it("X-35 shows the breaker of the ticket jobs, unless the tenant has a key of its own", async () => {
    const world = createWorld();
    const row = { key: "openai:gpt-4o", failures: 3, updatedAt: "2026-03-01T12:00:00.000Z", version: 1 };
    await world.health.save({ ...row, openUntil: "2026-03-01T12:01:00.000Z" });

    expect(await llmStatus(world.context, llm)).toEqual(degraded("Paused after repeated failures"));
    expect(await llmStatus(world.context, { ...llm, apiKey: "sk-1" })).toEqual(ok);
  });
});

describe("LC-48 test-llm", () => {
  it("makes a real call each time, small and with 5 s", async () => {
    const world = createWorld();

    for (const _ of [1, 2]) {
      expect(await testLlm(world.context, llm)).toEqual({
        status: "ok",
        ...names,
        message: "LLM connection successful",
      });
    }

    expect(world.calls).toHaveLength(2);
    expect(world.calls[0]).toMatchObject({ timeoutMs: 5_000 });
    expect(world.calls[0]?.maxOutputTokens).toBeLessThanOrEqual(256);
  });

  it.each(failures)("says $error for $code $details", async ({ error: message, code, details, cause }) => {
    expect(await testLlm(failing(code, details, cause).context, llm)).toEqual({ status: "error", ...names, message });
  });

  it("calls while calls are paused, and ends the pause when it works", async () => {
    const world = failing("model_unavailable");
    for (const _ of [1, 2, 3]) await testLlm(world.context, llm);
    expect(await llmStatus(world.context, llm)).toMatchObject({ status: "degraded" });
    expect(await testLlm(world.context, llm)).toMatchObject({ status: "error", message: "Connection failed" });

    world.model.answer = async () => replyOf("{}");
    expect(await testLlm(world.context, llm)).toMatchObject({ status: "ok" });

    expect(await llmStatus(world.context, llm)).toEqual(ok);
  });

  it("tells llm-status what it has found", async () => {
    const world = failing("model_rejected", { status: 401 });
    await testLlm(world.context, llm);

    expect(await llmStatus(world.context, llm)).toEqual(degraded("Invalid API key"));

    expect(world.calls).toHaveLength(1);
  });

  it("needs no model where none is set up", async () => {
    const { context, calls } = createWorld();

    expect(await testLlm(context, { ...llm, provider: "offline" })).toMatchObject({ status: "ok" });
    expect(await testLlm(context, { ...llm, provider: "disabled" })).toMatchObject({
      status: "error",
      message: "LLM is disabled",
    });
    expect(calls).toEqual([]);
  });
});
