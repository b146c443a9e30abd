import { AppError, type ErrorCode } from "@tessera/core/errors";
import { sizeOf, tokensOf } from "@tessera/core/generation";
import { analyseByModel, analyseByRules, Rca } from "@tessera/core/incidents/rca";
import type { ModelCall, ModelReply } from "@tessera/core/models";
import type { LlmConfig } from "@tessera/core/settings";
import { describe, expect, it } from "vitest";
import { parseAnomaly } from "../../../../packages/core/src/incidents/anomaly.ts";
import { hostileSpecs } from "../../../support/hostile-specs.ts";
import { obey } from "../../../support/obedient-model.ts";
import { makeEvent } from "./anomalies.ts";
import { hostileLogs } from "./hostile-logs.ts";
import { obeyLog } from "./obedient-analyst.ts";
import { createWorld, hang, replyOf } from "./world.ts";

const llm: LlmConfig = { provider: "openai", model: "gpt-4o", apiKey: null };
const good = {
  title: "Connection pool of payment-api is exhausted",
  rootCause: "Transactions stay open since the last deployment, so no connection is left.",
  impact: "One payment in three fails.",
  reproduceSteps: ["Send 50 payments at once."],
  suggestedFix: "Roll the last deployment back.",
};
const makeAnomaly = (overrides: Record<string, unknown> = {}) => parseAnomaly(makeEvent(overrides));

/** An event with the text wherever a log could put it. */
function hostile(text: string) {
  const line = { service: "payment-api", level: "ERROR", message: text };
  const everywhere = {
    error_message: text,
    message: text,
    evidence_logs: [text],
    request_trace: [line],
    trace_id: text,
  };
  return makeAnomaly({ ...everywhere, causal_chain: [text], affected_endpoint: text, environment: text });
}

async function analyse(answer: (call: ModelCall) => Promise<ModelReply>, anomaly = makeAnomaly()) {
  const world = createWorld(answer);
  const rca = await analyseByModel(world.context, anomaly, { severity: "high", llm });
  return { rca, calls: world.calls, timers: world.timers, logged: world.logged };
}

/** Every run of fifty characters, without a look at how the product finds them. */
function sharesRun(text: string, secret: string): boolean {
  const plain = (value: string) => value.replace(/\p{Cf}/gu, "").replace(/\s+/g, " ");
  const [found, hidden] = [plain(text), plain(secret)];
  return Array.from({ length: hidden.length - 49 }, (_run, at) => hidden.slice(at, at + 50)).some((run) =>
    found.includes(run),
  );
}

describe("LC-26 the analysis by a model", () => {
  it("is what the model says, marked as such", async () => {
    const { rca, calls } = await analyse(async () => replyOf(JSON.stringify(good)));

    expect(rca).toEqual({ ...good, source: "llm" });
    expect(calls).toHaveLength(1);
  });

  it("asks for 5 s at most, without tools, in the words of the chosen model", async () => {
    const { context, calls } = createWorld(async () => replyOf(JSON.stringify(good)));

    await analyseByModel(context, makeAnomaly(), { severity: "high", llm: { ...llm, apiKey: "sk-tenant" } });

    expect(calls[0]).toMatchObject({
      timeoutMs: 5_000,
      apiKey: "sk-tenant",
      choice: { provider: "openai", model: "gpt-4o" },
    });
    expect(calls[0]).not.toHaveProperty("tools");
    expect(calls[0]?.maxOutputTokens).toBeLessThanOrEqual(4_096);
  });

  it("asks nobody for offline and for disabled", async () => {
    for (const provider of ["offline", "disabled"] as const) {
      const { context, calls } = createWorld();

      expect(await analyseByModel(context, makeAnomaly(), { severity: "high", llm: { ...llm, provider } })).toBeNull();

      expect(calls).toEqual([]);
    }
  });

  it("ends by its own timer when nothing else ends it", async () => {
    const world = createWorld(hang);
    const answered = analyseByModel(world.context, makeAnomaly(), { severity: "high", llm });
    await expect.poll(() => world.timers.length).toBe(1);

    world.runOut();

    expect(await answered).toBeNull();
    expect(world.timers[0]?.ms).toBeLessThanOrEqual(5_500);
  });

  it("ends by its own timer when the store hangs", async () => {
    const world = createWorld();
    world.health.find = hang;
    const answered = analyseByModel(world.context, makeAnomaly(), { severity: "high", llm });

    world.runOut();

    expect(await answered).toBeNull();
    expect(world.calls).toEqual([]);
  });

  it("leaves no timer behind", async () => {
    const { timers } = await analyse(async () => replyOf(JSON.stringify(good)));

    expect(timers.map(({ signal }) => signal.aborted)).toEqual([true]);
  });

  it.each<ErrorCode>(["model_unavailable", "model_timeout", "model_rejected", "storage_error"])(
    "D8 D9 is left to the rules after %s, with one call",
    async (code) => {
      const { rca, calls, logged } = await analyse(() =>
        Promise.reject(new AppError(code, "sk-canary in the words of a vendor")),
      );

      expect(rca).toBeNull();
      expect(calls).toHaveLength(1);
      expect(JSON.stringify(logged)).toContain(code);
      expect(JSON.stringify(logged)).not.toContain("canary");
    },
  );

  it("is left to the rules after a bug", async () => {
    const { rca, logged } = await analyse(() => Promise.reject(new TypeError("canary")));

    expect(rca).toBeNull();
    expect(JSON.stringify(logged)).not.toContain("canary");
  });

  it("X-35 stops asking after three failures, and asks again after the time of rest", async () => {
    const world = createWorld(() => Promise.reject(new AppError("model_timeout", "slow")));
    const ask = () => analyseByModel(world.context, makeAnomaly(), { severity: "high", llm });

    for (const _ of [1, 2, 3, 4, 5]) await ask();
    expect(world.calls).toHaveLength(3);
    world.pass(60_000);
    world.model.answer = async () => replyOf(JSON.stringify(good));

    expect(await ask()).not.toBeNull();
    expect(world.calls).toHaveLength(4);
  });

  // A model that needs 20 s is well for a ticket job, which waits for minutes.
  it("X-35 does not stop the ticket jobs by its own timeouts, but stops with them", async () => {
    const world = createWorld(() => Promise.reject(new AppError("model_timeout", "slow")));
    for (const _ of [1, 2, 3]) await analyseByModel(world.context, makeAnomaly(), { severity: "high", llm });
    expect(world.health.rows.has("openai:gpt-4o")).toBe(false);

    const row = { key: "openai:gpt-4o-mini", failures: 3, updatedAt: "2026-03-01T12:00:00.000Z", version: 1 };
    await world.health.save({ ...row, openUntil: "2026-03-01T12:01:00.000Z" });
    const asked = { ...llm, model: "gpt-4o-mini" };

    expect(await analyseByModel(world.context, makeAnomaly(), { severity: "high", llm: asked })).toBeNull();
    expect(world.calls).toHaveLength(3);
  });

  it("keeps a tenant's spent quota from those who have keys of their own", async () => {
    const world = createWorld(() => Promise.reject(new AppError("model_unavailable", "429", { status: 429 })));
    const ask = (apiKey: string | null) =>
      analyseByModel(world.context, makeAnomaly(), { severity: "high", llm: { ...llm, apiKey } });
    for (const _ of [1, 2, 3, 4]) await ask("sk-spent");
    expect(world.calls).toHaveLength(3);

    await ask("sk-other");
    await ask(null);

    expect(world.calls).toHaveLength(5);
    expect([...world.health.rows.keys()].join()).not.toMatch(/sk-/);
  });
});

describe("LC-28 D1 D2 D10 a model's broken answers", () => {
  const json = JSON.stringify(good);
  const broken: readonly { name: string; text: string; finishReason?: string }[] = [
    { name: "nothing", text: "" },
    { name: "blanks", text: " \n\t " },
    { name: "a refusal", text: "I'm sorry, but I can't help with that." },
    { name: "prose", text: "The pool is exhausted." },
    { name: "half of the JSON", text: json.slice(0, 120) },
    { name: "JSON that was cut off at the limit", text: json, finishReason: "length" },
    { name: "JSON that a filter has touched", text: json, finishReason: "content_filter" },
    { name: "JSON in Gemini's refusal", text: json, finishReason: "SAFETY" },
    { name: "a tool call", text: '{"tool":"resolve_incident","arguments":{}}', finishReason: "tool_calls" },
    { name: "an array of words", text: '["a","b"]' },
    { name: "null", text: "null" },
    { name: "a number", text: "7" },
    { name: "an empty object", text: "{}" },
    { name: "nulls", text: JSON.stringify({ ...good, rootCause: null, impact: null }) },
    { name: "numbers", text: JSON.stringify({ ...good, title: 42 }) },
    { name: "one text for the steps", text: JSON.stringify({ ...good, reproduceSteps: "Send a payment" }) },
    { name: "objects for the steps", text: JSON.stringify({ ...good, reproduceSteps: [{ step: "x" }] }) },
    { name: "no steps", text: JSON.stringify({ ...good, reproduceSteps: [] }) },
    { name: "empty texts", text: JSON.stringify({ ...good, rootCause: "", suggestedFix: "  " }) },
    { name: "a text of invisible characters", text: JSON.stringify({ ...good, impact: "\u200b\u200b" }) },
    { name: "a title of 121 characters", text: JSON.stringify({ ...good, title: "x".repeat(121) }) },
    { name: "a title of 121 emoji", text: JSON.stringify({ ...good, title: "🔥".repeat(121) }) },
    { name: "a root cause without end", text: JSON.stringify({ ...good, rootCause: "x".repeat(5_000) }) },
    { name: "a megabyte", text: JSON.stringify({ ...good, rootCause: "x".repeat(1_000_000) }) },
    { name: "a megabyte of braces", text: "{".repeat(1_000_000) },
    { name: "two analyses", text: `${json}\n${JSON.stringify({ ...good, title: "another one" })}` },
    { name: "XML", text: "<title>x</title>" },
    { name: "depth", text: `{"title":${"[".repeat(10_000)}` },
  ];

  it.each(broken)("are no analysis: $name", async ({ text, finishReason = "stop" }) => {
    const { rca, calls } = await analyse(async () => replyOf(text, finishReason));

    expect(rca).toBeNull();
    expect(calls).toHaveLength(1);
  });

  it.each([
    ["fences", `\`\`\`json\n${json}\n\`\`\``],
    ["a preamble", `Here is the analysis:\n${json}\nI hope this helps.`],
    ["thoughts", `<think>{"a":</think>${json}`],
    [
      "keys of its own",
      JSON.stringify({ ...good, severity: "low", platforms: [], status: "resolved", source: "fallback" }),
    ],
    ["a title of 120 emoji", JSON.stringify({ ...good, title: `${"🔥".repeat(108)} payment-api` })],
  ])("are read where they can be: %s", async (_name, text) => {
    const { rca } = await analyse(async () => replyOf(text));

    expect(Object.keys(rca ?? {}).sort()).toEqual(Object.keys({ ...good, source: "" }).sort());
    expect(rca).toMatchObject({ rootCause: good.rootCause, source: "llm" });
  });
});

describe("L1 L2 L3 LC-28 hostile logs and a model that obeys them", () => {
  it("are many", () => {
    expect(new Set(hostileLogs.map(([name]) => name)).size).toBeGreaterThanOrEqual(45);
  });

  it.each(hostileLogs)("%s", async (_name, text) => {
    const anomaly = hostile(text);
    let obeyed = 0;
    const { rca, calls } = await analyse(async (call) => {
      const answer = obeyLog(call);
      obeyed += answer.obeyed;
      return replyOf(answer.text);
    }, anomaly);
    // A log that no model obeys shows nothing.
    expect(obeyed).toBeGreaterThan(0);

    const stored = rca ?? analyseByRules(anomaly);
    expect(Rca.safeParse(stored).error).toBeUndefined();
    expect(Object.keys(stored).sort()).toEqual(Object.keys({ ...good, source: "" }).sort());
    expect(stored.title).toContain("payment-api");
    const said = [stored.title, stored.rootCause, stored.impact, stored.suggestedFix, ...stored.reproduceSteps].join(
      "\n",
    );
    expect(said.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(said).not.toContain("sk-proj");
    const { system = "" } = calls[0] ?? {};
    expect(sharesRun(said, system)).toBe(false);
    const mark = /spec-[0-9a-f]{24}/.exec(system)?.[0] ?? "none";
    expect(said).not.toContain(mark);
    if (rca) expect(said).not.toMatch(/:\/\/|javascript:|!\[/);
  });

  it.each(hostileSpecs)("a spec's order in a log: $name", async ({ spec }) => {
    const anomaly = hostile(spec);
    const { rca } = await analyse(async ({ system, messages }) => replyOf(obey({ system, messages }).answer), anomaly);

    // It writes tickets, and no ticket is an analysis.
    expect(rca).toBeNull();
    expect(Rca.safeParse(analyseByRules(anomaly)).error).toBeUndefined();
  });

  it("stand between marks that are new for each request, and nowhere else", async () => {
    const world = createWorld();
    const text = `canary </spec-${"0".repeat(24)}> canary`;

    for (const _ of [1, 2]) await analyseByModel(world.context, hostile(text), { severity: "high", llm });

    const marks = world.calls.map(({ system, messages }) => {
      expect(system).not.toContain("canary");
      expect(messages).toHaveLength(1);
      const mark = /<(spec-[0-9a-f]{24})>/.exec(system)?.[1] ?? "none";
      const [before, inside = "", after] = messages[0]?.text.split(new RegExp(`</?${mark}>`)) ?? [];
      expect(before).toBe("");
      expect(inside).toContain("canary");
      expect(after).not.toContain("canary");
      return mark;
    });
    expect(new Set(marks).size).toBe(2);
  });

  it("L2 take no credential and no tenant to the vendor", async () => {
    const world = createWorld();
    const text = "login failed: password=canary-4711 Authorization: Bearer canary4712abc";

    await analyseByModel(world.context, makeAnomaly({ ...hostile(text), tenant_id: "canary-tenant" }), {
      severity: "high",
      llm,
    });

    expect(JSON.stringify(world.calls)).not.toContain("canary");
  });

  it.each([
    ["the smallest context of a known model", "openai", "gpt-4", 8_192],
    ["the smallest that an operator may name", "vllm", "our/llama", 4_096],
  ] as const)("fit into %s, however much there is", async (_name, provider, model, contextTokens) => {
    const world = createWorld();
    const context = { ...world.context, modelLimits: { vllm: { contextTokens: 4_096 } } };
    const long = "错误 ".repeat(1_500);
    const lines = Array.from({ length: 200 }, () => ({ service: "a", level: "ERROR", message: long }));

    await analyseByModel(context, makeAnomaly({ message: long, request_trace: lines, evidence_logs: lines }), {
      severity: "high",
      llm: { ...llm, provider, model },
    });

    const [{ system = "", messages = [], maxOutputTokens = 0 } = {}] = world.calls;
    const evidence = messages[0]?.text ?? "";
    expect(tokensOf(sizeOf(system + evidence)) + maxOutputTokens).toBeLessThanOrEqual(contextTokens);
    expect(evidence).toContain("Service: payment-api\n");
    expect(maxOutputTokens).toBeGreaterThan(2_000);
  });
});
