import { createEgress } from "@tessera/providers/http";
import { configuredProviders, createModelGateway, modelHosts } from "@tessera/providers/llm";
import { describe, expect, it } from "vitest";
import { gatewayBefore, gatewayFor, json, makeCall, startHost } from "../../support/llm/model-host.ts";
import { bedrock, claude, gemini, key, kimi, ollama, openai, protocols } from "../../support/llm/protocols.ts";

const draft = '{"summary":"s","tickets":[]}';

describe.each(protocols)("X-35 $name", (protocol) => {
  it("is asked once, in its own words, with the key where it belongs", async () => {
    const { models, received } = await gatewayBefore(protocol, json(protocol.says(draft)));
    const turns = [
      { role: "user", text: "The spec." },
      { role: "assistant", text: "{}" },
      { role: "user", text: "Again." },
    ] as const;

    await models.call(makeCall(protocol.choice, { messages: turns }));

    expect(received).toHaveLength(1);
    const [{ method, path, headers, body } = {}] = received;
    expect({ method, path }).toEqual({ method: "POST", path: protocol.path });
    expect(headers).toMatchObject({ "content-type": "application/json", "accept-encoding": "identity" });
    expect(protocol.keyIn(headers ?? {})).toBe(key);
    expect(protocol.read(body)).toMatchObject({
      system: "You write tickets as JSON.",
      turns: turns.map(({ role, text }) => [role, text]),
      temperature: 0.5,
      maxTokens: 4_096,
    });
  });

  it("is asked with a tenant's own key, in the operator's place (LC-45)", async () => {
    const { models, received } = await gatewayBefore(protocol, json(protocol.says(draft)));

    await models.call(makeCall(protocol.choice, { apiKey: "sk-tenant" }));

    const expected = protocol.choice.provider === "ollama" ? key : "sk-tenant";
    expect(protocol.keyIn(received[0]?.headers ?? {})).toBe(expected);
  });

  it("is waited for no longer than the call allows (LC-26)", async () => {
    const { models } = await gatewayBefore(protocol, () => {});

    const asked = models.call(makeCall(protocol.choice, { timeoutMs: 100 }));

    await expect(asked).rejects.toMatchObject({ code: "model_timeout" });
  });

  it("is given the schema as it stands, by its own means for structured output", async () => {
    const { models, received } = await gatewayBefore(protocol, json(protocol.says(draft)));
    const call = makeCall(protocol.choice);

    await models.call(call);

    expect(protocol.read(received[0]?.body).schema).toEqual(call.schema.json);
  });

  it("is sent no temperature where there is none, and no message without text", async () => {
    const { models, received } = await gatewayBefore(protocol, json(protocol.says(draft)));
    const messages = [
      { role: "user", text: "The spec." },
      { role: "assistant", text: "" },
    ] as const;

    await models.call(makeCall(protocol.choice, { temperature: null, messages }));

    const { temperature, turns } = protocol.read(received[0]?.body);
    expect(temperature).toBeUndefined();
    expect(turns).toEqual([["user", "The spec."]]);
  });

  it("answers its text, its own word for the end, and its tokens", async () => {
    const { models } = await gatewayBefore(protocol, json(protocol.says('{"summary":"Ü"}')));

    expect(await models.call(makeCall(protocol.choice))).toEqual({
      text: '{"summary":"Ü"}',
      finishReason: protocol.ended,
      usage: { promptTokens: 120, completionTokens: 80 },
    });
  });

  it.each([
    ["words", "I will not."],
    ["a draft in fences", `Sure!\n\`\`\`json\n${draft}\n\`\`\``],
    ["half a draft", draft.slice(0, -3)],
  ])("answers %s as they came: whoever asked judges them (D1)", async (_name, text) => {
    const { models } = await gatewayBefore(protocol, json(protocol.says(text)));

    expect((await models.call(makeCall(protocol.choice))).text).toBe(text);
  });

  it("has null for tokens that were not counted (D13)", async () => {
    const { models } = await gatewayBefore(protocol, json(protocol.says(draft, undefined, null)));

    expect((await models.call(makeCall(protocol.choice))).usage).toEqual({
      promptTokens: null,
      completionTokens: null,
    });
  });

  it("says that an answer was cut off (D2)", async () => {
    const { models } = await gatewayBefore(protocol, json(protocol.says(draft, protocol.cutOff)));

    expect((await models.call(makeCall(protocol.choice))).finishReason).toBe(protocol.cutOff);
  });

  it.each(protocol.withheld)("%s is an empty answer, with its reason (D10)", async (_name, body, finishReason) => {
    const { models } = await gatewayBefore(protocol, json(body));

    expect(await models.call(makeCall(protocol.choice))).toMatchObject({ text: "", finishReason });
  });

  it.each([
    ["a page of a proxy", "<html>Welcome</html>"],
    ["half of an answer", JSON.stringify(protocol.says(draft)).slice(0, -20)],
    ["an array", "[]"],
    ["null", "null"],
    ["nothing", ""],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ])("%s with status 200 is an empty answer, for the judge to send back", async (_name, body) => {
    const { models, received } = await gatewayBefore(protocol, (response) => void response.end(body));

    expect(await models.call(makeCall(protocol.choice))).toEqual({
      text: "",
      finishReason: null,
      usage: { promptTokens: null, completionTokens: null },
    });
    expect(received).toHaveLength(1);
  });
});

describe("X-35 what only one vendor does", () => {
  const bodyFor = async (protocol: (typeof protocols)[number], change: Parameters<typeof makeCall>[1]) => {
    const { models, received } = await gatewayBefore(protocol, json(protocol.says(draft)));
    await models.call(makeCall(protocol.choice, change));
    return received[0]?.body;
  };
  const model = (name: string) => ({ choice: { provider: "openai" as const, model: name } });

  it("gpt-5* has another field for the length of its answer (AU-5)", async () => {
    const body = await bodyFor(openai, { ...model("gpt-5-mini"), temperature: null });

    expect(body).toMatchObject({ max_completion_tokens: 4_096, response_format: { type: "json_schema" } });
    expect(body).not.toHaveProperty("temperature");
    expect(body).not.toHaveProperty("max_tokens");
  });

  it.each([
    ["gpt-4-turbo", { type: "json_object" }],
    ["gpt-4", undefined],
  ])("%s takes no schema, so it reads it in the system part", async (name, format) => {
    const body = await bodyFor(openai, model(name));

    expect(body.response_format).toEqual(format);
    expect(body.messages[0]).toMatchObject({ role: "system" });
    expect(body.messages[0].content).toMatch(/^You write tickets as JSON\.\n.*\n\{"type":"object".*\}$/s);
  });

  it("kimi-latest takes no schema either, but JSON mode", async () => {
    const body = await bodyFor(kimi, { choice: { provider: "kimi", model: "kimi-latest" } });

    expect(body.response_format).toEqual({ type: "json_object" });
    expect(body.messages[0].content).toContain('{"type":"object"');
  });

  it("Claude must call the tool that is the form of the answer, once", async () => {
    const body = await bodyFor(claude, {});

    expect(body.tool_choice).toEqual({ type: "tool", name: "answer", disable_parallel_tool_use: true });
    expect(body.tools).toHaveLength(1);
  });

  it("Claude's tokens of a cached prompt count as prompt", async () => {
    const usage = { input_tokens: 20, cache_read_input_tokens: 90, cache_creation_input_tokens: 10, output_tokens: 5 };
    const { models } = await gatewayBefore(claude, json({ ...Object(claude.says(draft)), usage }));

    expect((await models.call(makeCall(claude.choice))).usage).toEqual({ promptTokens: 120, completionTokens: 5 });
  });

  it("Gemini's thoughts count as answer, since they are billed so", async () => {
    const usageMetadata = { promptTokenCount: 120, candidatesTokenCount: 80, thoughtsTokenCount: 300 };
    const { models } = await gatewayBefore(gemini, json({ ...Object(gemini.says(draft)), usageMetadata }));

    expect((await models.call(makeCall(gemini.choice))).usage).toEqual({ promptTokens: 120, completionTokens: 380 });
  });

  it.each([
    ["a short prompt", "x", 8_192],
    ["a long prompt", "x".repeat(150_000), 57_344],
    ["a long prompt of other letters", "語".repeat(50_000), 81_920],
    ["more than the operator's model holds", "x".repeat(600_000), 131_072],
  ])("Ollama is asked for a context that holds %s and the answer", async (_name, text, contextTokens) => {
    const body = await bodyFor(ollama, { messages: [{ role: "user", text }] });

    expect(body).toMatchObject({ stream: false, options: { num_ctx: contextTokens, num_predict: 4_096 } });
  });

  it("Ollama is never asked for a larger context than its operator allows", async () => {
    const body = await bodyFor(ollama, {
      contextTokens: 8_192,
      messages: [{ role: "user", text: "x".repeat(40_000) }],
    });

    expect(body).toMatchObject({ options: { num_ctx: 8_192 } });
  });

  it("Bedrock's requests are signed where there is no API key", async () => {
    const { url, received } = await startHost(json(bedrock.says(draft)));
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI", sessionToken: "session" };
    const models = createModelGateway({
      egress: createEgress({ allowHosts: ["127.0.0.1"] }),
      providers: { bedrock: { region: "eu-west-1", credentials, baseUrl: url } },
      timeoutMs: 5_000,
    });

    await models.call(makeCall(bedrock.choice));

    expect(received[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/bedrock\/aws4_request/,
    );
    expect(received[0]?.headers["x-amz-security-token"]).toBe("session");
  });
});

describe("X-52 settings of the providers", () => {
  it.each([
    ["", "/v1/chat/completions"],
    ["/", "/v1/chat/completions"],
    ["/v1", "/v1/chat/completions"],
    ["/proxy/openai/v2/", "/proxy/openai/v2/chat/completions"],
  ])("a base URL that ends with %j is called at %s", async (end, path) => {
    const { url, received } = await startHost(json(openai.says(draft)));

    await gatewayFor(openai, `${url}${end}`).call(makeCall(openai.choice));

    expect(received[0]?.path).toBe(path);
  });

  it.each(["", "/", "/api", "/api/"])("Ollama's base URL may end with %j", async (end) => {
    const { url, received } = await startHost(json(ollama.says(draft)));

    await gatewayFor(ollama, `${url}${end}`).call(makeCall(ollama.choice));

    expect(received[0]?.path).toBe("/api/chat");
  });

  it("say who can be called, and which hosts the operator has named", () => {
    const providers = {
      openai: { apiKey: key },
      claude: undefined,
      kimi: { apiKey: key, baseUrl: "https://models.example.com:8443/v1" },
      ollama: { baseUrl: "http://127.0.0.1:11434" },
    };

    expect(configuredProviders(providers)).toEqual(["openai", "kimi", "ollama"]);
    expect(modelHosts(providers)).toEqual(["models.example.com", "127.0.0.1"]);
  });

  it.each([openai, claude, gemini, kimi])(
    "LC-45 a tenant's own key of $name goes to the operator's host, which may have no key",
    async (protocol) => {
      const { url, received } = await startHost(json(protocol.says(draft)));
      const egress = createEgress({ allowHosts: ["127.0.0.1"] });
      const baseUrls = { [protocol.name]: url };
      const models = createModelGateway({ egress, providers: {}, baseUrls, timeoutMs: 5_000 });

      await models.call(makeCall(protocol.choice, { apiKey: "tenants-key" }));

      expect(received.map(({ headers }) => protocol.keyIn(headers))).toEqual(["tenants-key"]);
      expect(modelHosts({}, baseUrls)).toEqual(["127.0.0.1"]);
    },
  );

  it("a provider without settings is refused, and nobody is called", async () => {
    const { models, received } = await gatewayBefore(openai, json(openai.says(draft)));

    await expect(models.call(makeCall(claude.choice))).rejects.toMatchObject({ code: "model_rejected" });
    expect(received).toEqual([]);
  });
});
