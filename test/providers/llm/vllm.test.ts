import { createEgress } from "@tessera/providers/http";
import { configuredProviders, createModelGateway, modelHosts } from "@tessera/providers/llm";
import { describe, expect, it } from "vitest";
import { gatewayBefore, gatewayFor, json, makeCall, startHost } from "../../support/llm/model-host.ts";
import { bedrock, vllm } from "../../support/llm/protocols.ts";

const draft = '{"summary":"s","tickets":[]}';
const egress = createEgress({ allowHosts: ["127.0.0.1"] });

/** A host of the operator's that asks for no key, as vLLM does unless told to. */
async function keylessHost() {
  const { url, received } = await startHost(json(vllm.says(draft)));
  const providers = { vllm: { baseUrl: url } };
  return { received, providers, models: createModelGateway({ egress, providers, timeoutMs: 5_000 }) };
}

describe("X-35, LC-45 vLLM", () => {
  it("is asked in OpenAI's words and nothing else, with the schema as its structured output", async () => {
    const { models, received } = await keylessHost();
    const call = makeCall(vllm.choice);

    await models.call(call);

    expect(received.map(({ body }) => body)).toEqual([
      {
        model: "Qwen/Qwen3-8B",
        messages: [
          { role: "system", content: "You write tickets as JSON." },
          { role: "user", content: "The spec." },
        ],
        max_tokens: 4_096,
        temperature: 0.5,
        response_format: {
          type: "json_schema",
          json_schema: { name: "draft", strict: true, schema: call.schema.json },
        },
      },
    ]);
  });

  it("is sent no key where nobody has one", async () => {
    const { models, received } = await keylessHost();

    expect((await models.call(makeCall(vllm.choice))).text).toBe(draft);

    expect(received[0]?.headers).not.toHaveProperty("authorization");
  });

  it("is sent a tenant's own key at the operator's host, which may have none", async () => {
    const { models, received } = await keylessHost();

    await models.call(makeCall(vllm.choice, { apiKey: "tenants-key" }));

    expect(received.map(({ headers }) => vllm.keyIn(headers))).toEqual(["tenants-key"]);
  });

  // The SDK has rules for OpenAI's models of these names: no temperature, another field for the length, another role.
  it.each(["gpt-5-tuned", "o1-open", "o3", "openai/gpt-oss-20b", "gpt-4"])(
    "%s is a model like any other",
    async (name) => {
      const { models, received } = await keylessHost();

      await models.call(makeCall({ provider: "vllm", model: name }));

      expect(received[0]?.body).toMatchObject({
        model: name,
        temperature: 0.5,
        max_tokens: 4_096,
        messages: [{ role: "system" }, { role: "user" }],
        response_format: { type: "json_schema" },
      });
    },
  );

  it("answers without its thoughts", async () => {
    const [choice] = Object(vllm.says(draft)).choices;
    const thoughtful = { ...choice, stop_reason: null, message: { ...choice.message, reasoning_content: "Hm {}" } };
    const { models } = await gatewayBefore(vllm, json({ ...Object(vllm.says(draft)), choices: [thoughtful] }));

    expect((await models.call(makeCall(vllm.choice))).text).toBe(draft);
  });

  it.each([
    ["", "/v1/chat/completions"],
    ["/v1/", "/v1/chat/completions"],
    ["/models/qwen/v1", "/models/qwen/v1/chat/completions"],
  ])("whose base URL ends with %j is called at %s", async (end, path) => {
    const { url, received } = await startHost(json(vllm.says(draft)));

    await gatewayFor(vllm, `${url}${end}`).call(makeCall(vllm.choice));

    expect(received[0]?.path).toBe(path);
  });

  it("can be called where the operator has named its host, and only there", async () => {
    const { providers } = await keylessHost();

    expect(configuredProviders({ ...providers, openai: undefined })).toEqual(["vllm"]);
    expect(modelHosts(providers)).toEqual(["127.0.0.1"]);
    expect(configuredProviders({ vllm: undefined })).toEqual([]);
  });

  it.each([vllm, bedrock])(
    "LC-45 a tenant's key alone opens no $name, which its operator sets up",
    async (protocol) => {
      const models = createModelGateway({ egress, providers: {}, timeoutMs: 5_000 });

      const asked = models.call(makeCall(protocol.choice, { apiKey: "tenants-key" }));

      await expect(asked).rejects.toMatchObject({
        code: "model_rejected",
        message: `${protocol.name} is not configured`,
      });
    },
  );
});
