import type { TenantId } from "@tessera/core/access";
import { getIncidentSettings, llmConfigOf, loadIncidentSettings, updateLlm } from "@tessera/core/settings";
import { describe, expect, it } from "vitest";
import { createSettingsWorld, noModels, openaiModels, refusalOf, vllmModels } from "./settings-world.ts";

/** A tenant whose model was set to this, and its verbs. */
async function settle(before: object = {}, modelSettings = noModels) {
  const world = createSettingsWorld({ modelSettings });
  const patch = (body: unknown) => updateLlm(world.context(), { patch: body });
  const config = async () => {
    const context = world.context();
    // What authorizeIncidents would answer for this tenant.
    return llmConfigOf(context, await loadIncidentSettings(context, "tenant-1" as TenantId));
  };
  await patch(before);
  return { ...world, patch, config };
}

describe("LC-45 the model of a tenant", () => {
  it.each([
    ["offline without any key", noModels, { provider: "offline", model: "offline-2" }],
    ["the operator's", openaiModels, { provider: "openai", model: "gpt-5-mini" }],
    [
      "offline where the operator names one without a key",
      { ...openaiModels, configured: [] },
      { provider: "offline", model: "offline-2" },
    ],
  ])("is at first %s", async (_what, modelSettings, llm) => {
    const { context } = createSettingsWorld({ modelSettings });

    expect((await getIncidentSettings(context())).llm).toEqual(llm);
  });

  it("follows the operator until the tenant names one, and not after that", async () => {
    const { context, rows } = await settle();
    const elsewhere = createSettingsWorld({ modelSettings: openaiModels });
    const read = async () => {
      for (const row of rows.values()) elsewhere.rows.set(row.tenantId, row);
      return (await getIncidentSettings(elsewhere.context())).llm.provider;
    };

    const before = await read();
    await updateLlm(context(), { patch: { provider: "offline" } });

    expect([before, await read()]).toEqual(["openai", "offline"]);
  });

  it("answers provider and model, and the key masked", async () => {
    const { patch, config } = await settle();

    const answer = await patch({ provider: "openai", model: "gpt-4", apiKey: "sk-1" });

    expect(answer).toEqual({ provider: "openai", model: "gpt-4", apiKey: "****" });
    expect(await config()).toEqual({ provider: "openai", model: "gpt-4", apiKey: "sk-1" });
  });

  it.each([
    ["openai", "openai", "gpt-5-mini"],
    ["claude", "claude", "claude-sonnet-4-5"],
    ["anthropic", "claude", "claude-sonnet-4-5"],
    ["gemini", "gemini", "gemini-2.5-flash"],
    ["google", "gemini", "gemini-2.5-flash"],
    ["kimi", "kimi", "moonshot-v1-8k"],
    ["moonshot", "kimi", "moonshot-v1-8k"],
    ["ollama", "ollama", "llama3.1"],
    ["offline", "offline", "offline-2"],
    ["disabled", "disabled", "none"],
  ])("takes %s as %s, whose model is %s unless one is named", async (provider, known, model) => {
    const { patch } = await settle();

    expect(await patch({ provider })).toEqual({ provider: known, model });
    expect(await patch({ provider, model: "other" })).toEqual({ provider: known, model: "other" });
  });

  it("prefers the model that the operator names for a provider", async () => {
    const { patch } = await settle({}, { ...noModels, defaults: { claude: "claude-opus-4-1" } });

    expect(await patch({ provider: "claude" })).toEqual({ provider: "claude", model: "claude-opus-4-1" });
  });

  it.each([
    [{ provider: "skynet" }, /^provider: .*"openai"/],
    [{ provider: 7 }, /^provider: /],
    [{ provider: null }, /^provider: /],
    [{ provider: "constructor" }, /^provider: /],
    [{ provider: "vllm" }, /^provider: vllm: the operator has not configured VLLM_BASE_URL$/],
    [{ provider: "vllm", model: "our/llama", apiKey: "sk-1" }, /VLLM_BASE_URL$/],
    [{ provider: "bedrock", apiKey: "sk-1" }, /^provider: bedrock: the operator has not configured BEDROCK_MODEL$/],
    [{ model: "" }, /^model: /],
    [{ model: "two words" }, /^model: /],
    [{ model: null }, /^model: /],
    [{ apiKey: "" }, /^apiKey: /],
    [{ apiKey: "a\r\nb" }, /^apiKey: /],
    [{ apiKey: "****" }, /^apiKey: \*{4} keeps what is stored/],
    [{ baseUrl: "https://evil.example" }, /Unrecognized key: "baseUrl"/],
    [[], /object/],
  ])("refuses %j", async (patch, message) => {
    const { context, rows } = createSettingsWorld();

    const refusal = await refusalOf(updateLlm(context(), { patch }));

    expect(refusal.code).toBe("invalid_request");
    expect(refusal.message).toMatch(message);
    expect(rows.size).toBe(0);
  });

  it.each([
    [{ model: "gpt-5" }, "sk-1"],
    [{ apiKey: "****", model: "gpt-5" }, "sk-1"],
    [{ apiKey: "sk-2" }, "sk-2"],
    [{ apiKey: null }, null],
  ])("with %j has the key %s", async (change, apiKey) => {
    const { patch, config } = await settle({ provider: "openai", model: "gpt-4", apiKey: "sk-1" });

    await patch(change);

    expect((await config()).apiKey).toBe(apiKey);
  });

  it("takes vLLM where the operator has it, with or without a key", async () => {
    const { patch, config } = await settle({}, vllmModels);

    expect(await patch({ provider: "vllm", model: "our/llama" })).toEqual({ provider: "vllm", model: "our/llama" });
    expect(await patch({ apiKey: "sk-1" })).toEqual({ provider: "vllm", model: "our/llama", apiKey: "****" });

    expect(await config()).toEqual({ provider: "vllm", model: "our/llama", apiKey: "sk-1" });
  });

  it("has a model of vLLM that the tenant or the operator must name", async () => {
    const nameless = await settle({}, vllmModels);
    const named = await settle({}, { ...vllmModels, defaults: { vllm: "our/llama" } });

    const refusal = await refusalOf(nameless.patch({ provider: "vllm" }));

    expect(refusal.message).toMatch(/^model: must be named for vllm/);
    expect(nameless.rows.size).toBe(0);
    expect(await named.patch({ provider: "vllm" })).toEqual({ provider: "vllm", model: "our/llama" });
  });

  it("cannot be changed at a vLLM that the operator has taken away, but left", async () => {
    const { rows, patch } = await settle({ provider: "vllm", model: "our/llama" }, vllmModels);
    const later = createSettingsWorld();
    for (const row of rows.values()) later.rows.set(row.tenantId, row);

    const refusal = await refusalOf(updateLlm(later.context(), { patch: { model: "our/mistral" } }));

    expect(refusal.message).toContain("VLLM_BASE_URL");
    expect(await updateLlm(later.context(), { patch: { provider: "offline" } })).toMatchObject({ provider: "offline" });
    expect(await patch({ model: "our/mistral" })).toMatchObject({ model: "our/mistral" });
  });

  // F6: one vendor's key must not be sent to another one.
  it("leaves its key behind when it goes to another vendor", async () => {
    const { patch, config } = await settle({ provider: "openai", model: "gpt-4", apiKey: "sk-1" });

    const refusal = await refusalOf(patch({ provider: "claude", apiKey: "****" }));
    const answer = await patch({ provider: "claude" });

    expect(refusal.message).toMatch(/^apiKey: /);
    expect(answer).toEqual({ provider: "claude", model: "claude-sonnet-4-5" });
    expect((await config()).apiKey).toBeNull();
  });
});
