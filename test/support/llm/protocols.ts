import type { IncomingHttpHeaders } from "node:http";
import type { ModelChoice } from "@tessera/core/models";
import type { ConfiguredProviders } from "@tessera/providers/llm";

export const key = "sk-test-0123456789abcdef";

/** Prompt and completion; a vendor that counts none sends none. */
type Tokens = readonly [number, number] | null;

/** How one vendor's API looks from outside, written from its documentation and not from our code. */
export interface Protocol {
  name: string;
  choice: ModelChoice;
  settings(baseUrl: string): ConfiguredProviders;
  path: string;
  /** Where the key stands. */
  keyIn(headers: IncomingHttpHeaders): unknown;
  /** Where a request says what. */
  read(body: Body): {
    system: string;
    /** Role and text of each message. */
    turns: string[][];
    schema: unknown;
    temperature: unknown;
    maxTokens: unknown;
  };
  /** An answer that says this, as it would come from this vendor. */
  says(text: string, finishReason?: string, tokens?: Tokens): unknown;
  /** The vendor's words for an answer that ended, and for one that was cut off. */
  ended: string;
  cutOff: string;
  /** Answers without one, and the reason that each gives. */
  withheld: readonly (readonly [name: string, body: unknown, finishReason: string | null])[];
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads foreign JSON by its path; a wrong one fails the test.
type Body = any;

const completion = (message: unknown, finish: string | null, tokens: Tokens = [120, 80]) => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_772_366_400,
  model: "m",
  choices: [{ index: 0, message, finish_reason: finish }],
  ...(tokens && {
    usage: { prompt_tokens: tokens[0], completion_tokens: tokens[1], total_tokens: tokens[0] + tokens[1] },
  }),
});
const toolCalls = [{ id: "1", type: "function", function: { name: "x", arguments: "{}" } }];

const chatCompletions: Pick<Protocol, "path" | "keyIn" | "says" | "ended" | "cutOff" | "withheld"> = {
  path: "/v1/chat/completions",
  keyIn: (headers) => headers.authorization?.replace("Bearer ", ""),
  says: (text, finishReason = "stop", tokens?) =>
    completion({ role: "assistant", content: text, refusal: null }, finishReason, tokens),
  ended: "stop",
  cutOff: "length",
  withheld: [
    ["a refusal", completion({ role: "assistant", content: null, refusal: "I will not" }, "stop"), "stop"],
    ["a filter", completion({ role: "assistant", content: '{"summ' }, "content_filter"), "content_filter"],
    [
      "a tool call",
      completion({ role: "assistant", content: null, tool_calls: toolCalls }, "tool_calls"),
      "tool_calls",
    ],
    ["empty content", completion({ role: "assistant", content: "" }, "stop"), "stop"],
    ["content of the wrong type", completion({ role: "assistant", content: 7 }, "stop"), "stop"],
    ["no choice", { ...completion({}, null), choices: [] }, null],
  ],
};

/** What a model that must call a tool can put into it. */
function isObject(text: string): boolean {
  try {
    // Written again by the host: what cannot be is no answer that a host could send.
    return JSON.parse(JSON.stringify(JSON.parse(text)))?.constructor === Object;
  } catch {
    return false;
  }
}

const chatText = (messages: { role: string; content: string }[]) =>
  messages.filter(({ role }) => role === "user" || role === "assistant").map(({ role, content }) => [role, content]);

const blocks = (messages: { role: string; content: { text: string }[] }[]) =>
  messages.map(({ role, content }) => [role, content.map(({ text }) => text).join("")]);

const message = (content: unknown, stopReason: string | null, tokens: Tokens = [120, 80]) => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "m",
  content,
  stop_reason: stopReason,
  stop_sequence: null,
  usage: tokens && { input_tokens: tokens[0], output_tokens: tokens[1] },
});
const toolUse = (input: unknown, name = "answer") => [{ type: "tool_use", id: "t1", name, input }];

const candidate = (fields: unknown, tokens: Tokens = [120, 80]) => ({
  candidates: [fields],
  ...(tokens && { usageMetadata: { promptTokenCount: tokens[0], candidatesTokenCount: tokens[1] } }),
});
const parts = (...list: unknown[]) => ({ role: "model", parts: list });

const chat = (fields: unknown, reason: string | undefined, tokens: Tokens = [120, 80]) => ({
  model: "m",
  created_at: "2026-03-01T12:00:00Z",
  message: fields,
  done: true,
  done_reason: reason,
  ...(tokens && { prompt_eval_count: tokens[0], eval_count: tokens[1] }),
});

const converse = (content: unknown, stopReason: string, tokens: Tokens = [120, 80]) => ({
  output: { message: { role: "assistant", content } },
  stopReason,
  metrics: { latencyMs: 5 },
  ...(tokens && {
    usage: { inputTokens: tokens[0], outputTokens: tokens[1], totalTokens: tokens[0] + tokens[1] },
  }),
});
const bedrockTool = (input: unknown, name = "json") => [{ toolUse: { toolUseId: "t1", name, input } }];

export const openai: Protocol = {
  ...chatCompletions,
  name: "openai",
  choice: { provider: "openai", model: "gpt-4o" },
  settings: (baseUrl) => ({ openai: { apiKey: key, baseUrl } }),
  read: (body) => ({
    system: body.messages[0].content,
    turns: chatText(body.messages),
    schema: body.response_format.json_schema.schema,
    temperature: body.temperature,
    maxTokens: body.max_tokens,
  }),
};

export const kimi: Protocol = {
  ...chatCompletions,
  name: "kimi",
  choice: { provider: "kimi", model: "moonshot-v1-8k" },
  settings: (baseUrl) => ({ kimi: { apiKey: key, baseUrl } }),
  read: (body) => ({ ...openai.read(body), maxTokens: body.max_completion_tokens }),
};

export const claude: Protocol = {
  name: "claude",
  choice: { provider: "claude", model: "claude-sonnet-4-5" },
  settings: (baseUrl) => ({ claude: { apiKey: key, baseUrl } }),
  path: "/v1/messages",
  keyIn: (headers) => headers["x-api-key"],
  read: (body) => ({
    system: body.system[0].text,
    turns: blocks(body.messages),
    schema: body.tools[0].input_schema,
    temperature: body.temperature,
    maxTokens: body.max_tokens,
  }),
  says: (text, finishReason = "tool_use", tokens?) =>
    message(isObject(text) ? toolUse(JSON.parse(text)) : [{ type: "text", text }], finishReason, tokens),
  ended: "tool_use",
  cutOff: "max_tokens",
  withheld: [
    ["a refusal", message([], "refusal"), "refusal"],
    ["a refusal in the middle", message(toolUse({ summary: "s" }), "refusal"), "refusal"],
    ["another tool's call", message(toolUse({}, "x"), "tool_use"), "tool_use"],
    ["no content", message(null, "end_turn"), "end_turn"],
    ["content of the wrong type", message("text", "end_turn"), "end_turn"],
  ],
};

export const gemini: Protocol = {
  name: "gemini",
  choice: { provider: "gemini", model: "gemini-2.5-flash" },
  settings: (baseUrl) => ({ gemini: { apiKey: key, baseUrl } }),
  path: "/v1beta/models/gemini-2.5-flash:generateContent",
  keyIn: (headers) => headers["x-goog-api-key"],
  read: (body) => ({
    system: body.systemInstruction.parts[0].text,
    turns: body.contents.map((content: Body) => [content.role.replace("model", "assistant"), content.parts[0].text]),
    schema: body.generationConfig.responseJsonSchema,
    temperature: body.generationConfig.temperature,
    maxTokens: body.generationConfig.maxOutputTokens,
  }),
  says: (text, finishReason = "STOP", tokens?) =>
    candidate({ content: parts({ text: "hm", thought: true }, { text }), finishReason, index: 0 }, tokens),
  ended: "STOP",
  cutOff: "MAX_TOKENS",
  withheld: [
    ["a filter", candidate({ finishReason: "SAFETY" }), "SAFETY"],
    ["a filter in the middle", candidate({ content: parts({ text: '{"s' }), finishReason: "SAFETY" }), "SAFETY"],
    ["a refused prompt", { promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }, "PROHIBITED_CONTENT"],
    [
      "a tool call",
      candidate({ content: parts({ functionCall: { name: "x", args: {} } }), finishReason: "STOP" }),
      "STOP",
    ],
    ["empty content", candidate({ content: {}, finishReason: "STOP" }), "STOP"],
    ["no candidate", { candidates: [] }, null],
  ],
};

export const ollama: Protocol = {
  name: "ollama",
  choice: { provider: "ollama", model: "llama3.1" },
  settings: (baseUrl) => ({ ollama: { baseUrl } }),
  path: "/api/chat",
  // It has none.
  keyIn: () => key,
  read: (body) => ({
    system: body.messages[0].content,
    turns: chatText(body.messages),
    schema: body.format,
    temperature: body.options.temperature,
    maxTokens: body.options.num_predict,
  }),
  says: (text, finishReason = "stop", tokens?) => chat({ role: "assistant", content: text }, finishReason, tokens),
  ended: "stop",
  cutOff: "length",
  withheld: [
    ["no content", chat({ role: "assistant", content: null }, "stop"), "stop"],
    [
      "a tool call",
      chat({ role: "assistant", content: "", tool_calls: [{ function: { name: "x", arguments: {} } }] }, "stop"),
      "stop",
    ],
    ["empty content", chat({ role: "assistant", content: "" }, "stop"), "stop"],
    ["content of the wrong type", chat({ role: "assistant", content: 7 }, "stop"), "stop"],
    ["no message", { done: true }, null],
  ],
};

export const bedrock: Protocol = {
  name: "bedrock",
  choice: { provider: "bedrock", model: "global.anthropic.claude-sonnet-4-5-20250929-v1:0" },
  settings: (baseUrl) => ({ bedrock: { region: "eu-west-1", apiKey: key, baseUrl } }),
  path: "/model/global.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse",
  keyIn: (headers) => headers.authorization?.replace("Bearer ", ""),
  read: (body) => ({
    system: body.system[0].text,
    turns: blocks(body.messages),
    schema: body.toolConfig.tools[0].toolSpec.inputSchema.json,
    temperature: body.inferenceConfig.temperature,
    maxTokens: body.inferenceConfig.maxTokens,
  }),
  says: (text, finishReason = "tool_use", tokens?) =>
    converse(isObject(text) ? bedrockTool(JSON.parse(text)) : [{ text }], finishReason, tokens),
  ended: "tool_use",
  cutOff: "max_tokens",
  withheld: [
    ["a guardrail", converse([{ text: "Blocked" }], "guardrail_intervened"), "guardrail_intervened"],
    ["another tool's call", converse(bedrockTool({}, "x"), "tool_use"), "tool_use"],
    ["no content", converse([], "end_turn"), "end_turn"],
    ["content of the wrong type", converse("text", "end_turn"), "end_turn"],
  ],
};

/** OpenAI's answer, with fields of vLLM's own that are empty where it has nothing to say. */
const served = (fields: object, finish: string, tokens?: Tokens) => ({
  ...completion({ role: "assistant", reasoning_content: null, tool_calls: [], ...fields }, finish, tokens),
  prompt_logprobs: null,
  kv_transfer_params: null,
});

export const vllm: Protocol = {
  ...openai,
  name: "vllm",
  choice: { provider: "vllm", model: "Qwen/Qwen3-8B" },
  settings: (baseUrl) => ({ vllm: { apiKey: key, baseUrl } }),
  says: (text, finishReason = "stop", tokens?) => served({ content: text }, finishReason, tokens),
  withheld: [
    ...chatCompletions.withheld,
    ["thoughts alone", served({ content: null, reasoning_content: "Hm, the spec" }, "length"), "length"],
  ],
};

export const protocols = [openai, claude, gemini, kimi, bedrock, ollama, vllm] as const;
