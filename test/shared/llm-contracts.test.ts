import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelCall, ModelProvider } from "@tessera/core/models";
import { knownModels, temperatureFor } from "@tessera/core/models";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { gatewayBefore, json, makeCall } from "../support/llm/model-host.ts";
import { claude, gemini, kimi, ollama, openai, type Protocol, vllm } from "../support/llm/protocols.ts";

type Request = Record<string, unknown>;

/** A vendor's contract as it was given, and what of it our requests are. */
function loadContract(file: string, component: string) {
  const path = join(process.env.TESSERA_SHARED ?? "", "contracts", `${file}.json`);
  // A word of OpenAPI 3.0, which means nothing in 3.1 and which Ajv refuses beside a `$ref`.
  const document = JSON.parse(readFileSync(path, "utf8"), (key, value) =>
    key === "nullable" && typeof value === "boolean" ? undefined : value,
  );
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, file);
  const validate = ajv.compile({ $ref: `${file}#/components/schemas/${component}` });
  const fields = fieldsOf(document.components.schemas, document.components.schemas[component]);
  return {
    faults: (request: Request) => [
      ...(validate(request)
        ? []
        : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)),
      // Some contracts leave their objects open: a field that they do not name is a slip of ours all the same.
      ...Object.keys(request).filter((name) => !fields.has(name)),
    ],
  };
}

function fieldsOf(schemas: Record<string, AnySchemaObject>, schema: AnySchemaObject): Set<string> {
  const referred = typeof schema.$ref === "string" ? schemas[schema.$ref.split("/").at(-1) ?? ""] : undefined;
  const parts: AnySchemaObject[] = [...(schema.allOf ?? []), ...(referred ? [referred] : [])];
  const inner = parts.flatMap((part) => [...fieldsOf(schemas, part)]);
  return new Set([...Object.keys(schema.properties ?? {}), ...inner]);
}

const chatRequest = ["openai-chat", "CreateChatCompletionRequest"] as const;

const withGuidedJson = (request: Request) => ({ ...request, guided_json: { type: "object" } });

/** Each vendor's contract, and requests that are wrong in one place. */
const vendors: readonly {
  protocol: Protocol;
  contract: readonly [file: string, component: string];
  mutants: readonly (readonly [name: string, change: (request: Request) => Request])[];
}[] = [
  {
    protocol: openai,
    contract: chatRequest,
    mutants: [
      ["no messages", ({ messages: _, ...rest }) => rest],
      ["a temperature of 3", (request) => ({ ...request, temperature: 3 })],
      ["an unknown form of the answer", (request) => ({ ...request, response_format: { type: "xml" } })],
      [
        "a schema without a name",
        (request) => ({ ...request, response_format: { type: "json_schema", json_schema: {} } }),
      ],
      ["another vendor's field", (request) => ({ ...request, max_output_tokens: 100 })],
    ],
  },
  {
    protocol: kimi,
    contract: chatRequest,
    mutants: [
      ["a role that nobody knows", (request) => ({ ...request, messages: [{ role: "model", content: "x" }] })],
      ["another vendor's field", (request) => ({ ...request, num_ctx: 100 })],
    ],
  },
  {
    protocol: claude,
    contract: ["anthropic-messages", "CreateMessageParams"],
    mutants: [
      ["no length", ({ max_tokens: _, ...rest }) => rest],
      ["a field that came later", (request) => ({ ...request, output_config: { format: {} } })],
      ["a tool without a schema", (request) => ({ ...request, tools: [{ name: "json" }] })],
      [
        "an empty text",
        (request) => ({ ...request, messages: [{ role: "user", content: [{ type: "text", text: "" }] }] }),
      ],
    ],
  },
  {
    protocol: gemini,
    contract: ["gemini", "GenerateContentRequest"],
    mutants: [
      ["no contents", ({ contents: _, ...rest }) => rest],
      ["OpenAI's field", (request) => ({ ...request, response_format: { type: "json_object" } })],
      ["a length that is text", (request) => ({ ...request, generationConfig: { maxOutputTokens: "many" } })],
      ["a setting that nobody knows", (request) => ({ ...request, generationConfig: { num_predict: 5 } })],
    ],
  },
  {
    protocol: ollama,
    contract: ["ollama", "ChatRequest"],
    mutants: [
      ["no model", ({ model: _, ...rest }) => rest],
      ["a schema that is text", (request) => ({ ...request, format: "schema" })],
      ["a context that is text", (request) => ({ ...request, options: { num_ctx: "large" } })],
      ["what the SDK would write beside the options", (request) => ({ ...request, max_output_tokens: 100 })],
    ],
  },
  {
    protocol: vllm,
    contract: chatRequest,
    mutants: [
      ["no model", ({ model: _, ...rest }) => rest],
      ["vLLM's own word for a schema, which is older than its structured outputs", withGuidedJson],
      ["an unknown form of the answer", (request) => ({ ...request, response_format: { type: "json" } })],
    ],
  },
];

/** vLLM has none of its own: it serves OpenAI's. */
const namesOfHosts = ["meta-llama/Llama-3.1-8B-Instruct", "openai/gpt-oss-20b", "gpt-5-tuned", "gpt-4", "o1-open"];

/** What a host is sent for a call: a first one, and one that goes on after a bad answer. */
async function requestsFor(protocol: Protocol, model: string): Promise<Request[]> {
  const { models, received } = await gatewayBefore(protocol, json(protocol.says("{}")));
  const choice = { ...protocol.choice, model };
  const call: ModelCall = makeCall(choice, { temperature: temperatureFor(choice, 0.7) });
  const repair = [
    ...call.messages,
    { role: "assistant", text: "{}" },
    { role: "user", text: "It has no tickets." },
  ] as const;

  await models.call(call);
  await models.call({ ...call, messages: repair });

  return received.map(({ body }) => body);
}

const modelsOf = (provider: ModelProvider) => [
  ...knownModels[provider],
  ...(provider === "vllm" ? namesOfHosts : []),
  "a-model-that-nobody-knows",
];

describe.each(vendors)(
  "M5 requests to $protocol.name satisfy the vendor's contract",
  ({ protocol, contract, mutants }) => {
    const { faults } = loadContract(...contract);

    it.each(modelsOf(protocol.choice.provider))("for %s", async (model) => {
      const requests = await requestsFor(protocol, model);

      expect(requests).toHaveLength(2);
      for (const request of requests) expect(faults(request)).toEqual([]);
    });

    it.each(mutants)("can fail: a request with %s is refused (M8)", async (_name, mutate) => {
      const [request = {}] = await requestsFor(protocol, protocol.choice.model);

      expect(faults(mutate(request))).not.toEqual([]);
    });
  },
);
