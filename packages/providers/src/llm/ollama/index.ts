import { AppError } from "@tessera/core/errors";
import { Draft, DraftTicket, type ModelAnswer, type TicketModel } from "@tessera/core/generation";
import * as z from "zod";
import type { TicketModelOptions } from "../options.ts";
import { buildPrompt } from "../prompt.ts";
import { ChatReply } from "./wire.ts";

type OllamaOptions = Pick<TicketModelOptions, "egress" | "ollama" | "timeoutMs" | "now">;
type Response = Awaited<ReturnType<TicketModelOptions["egress"]["send"]>>;

/** Fifty detailed tickets are a tenth of this. */
const maxResponseBytes = 4 * 1_024 * 1_024;

/**
 * With defaulted fields as required ones: what may be left out is left out by small models. Without positions in the
 * spec: a model that is asked for them invents them.
 */
const draftSchema = z.toJSONSchema(Draft.extend({ tickets: z.array(DraftTicket.omit({ sources: true })) }), {
  io: "output",
});

/** A model behind Ollama's chat API. Repeats nothing: the workflow retries what is worth it (C7). */
export function createOllama({ egress, ollama, timeoutMs, now }: OllamaOptions): TicketModel {
  const url = `${ollama.baseUrl.replace(/\/+$/, "")}/api/chat`;

  return {
    exclusive: true,
    async generate(request) {
      const { system, user } = buildPrompt(request);
      const startedAt = now();
      const response = await send({
        url,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          model: ollama.model,
          stream: false,
          format: draftSchema,
          options: { temperature: 0, num_ctx: contextTokens(system.length + user.length) },
          messages: [
            { role: "system", content: system },
            { role: "user", content: user },
          ],
        }),
        timeoutMs,
        maxResponseBytes,
      });
      checkStatus(response);
      return toAnswer(readReply(response), ollama.model, now().getTime() - startedAt.getTime());
    },
  };

  async function send(call: Parameters<typeof egress.send>[0]): Promise<Response> {
    try {
      return await egress.send(call);
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      if (cause.code === "egress_blocked") {
        throw new AppError("model_rejected", "The language model's host may not be called", {}, { cause });
      }
      throw cause.details.reason === "timeout"
        ? new AppError("model_timeout", `The language model did not answer within ${timeoutMs} ms`, {}, { cause })
        : new AppError("model_unavailable", "The language model could not be reached", {}, { cause });
    }
  }
}

/** Ollama cuts a prompt that is longer than its context without a word: ask for room, with some for the answer. */
function contextTokens(promptLength: number): number {
  const charactersPerToken = 3;
  const answerTokens = 8_192;
  return Math.min(Math.ceil(promptLength / charactersPerToken) + answerTokens, 131_072);
}

/** Only the number of a status is told: bodies of errors may quote the prompt or a key. */
function checkStatus({ status, truncated }: Response): void {
  if (status === 429 || status >= 500) {
    throw new AppError("model_unavailable", `The language model's host answered ${status}`);
  }
  if (status !== 200) throw new AppError("model_rejected", `The language model's host answered ${status}`);
  // An answer without end is a kind of no answer in time (D7).
  if (truncated) throw new AppError("model_timeout", `The language model wrote more than ${maxResponseBytes} bytes`);
}

/** A reply that is not Ollama's is an empty answer, which the validator sends back like any other bad one (D1, D10). */
function readReply({ body }: Response): ChatReply {
  const empty: ChatReply = { prompt_eval_count: null, eval_count: null };
  try {
    return ChatReply.safeParse(JSON.parse(new TextDecoder().decode(body))).data ?? empty;
  } catch {
    return empty;
  }
}

function toAnswer(reply: ChatReply, model: string, durationMs: number): ModelAnswer {
  return {
    text: reply.message?.content ?? "",
    run: {
      model,
      durationMs: Math.max(0, durationMs),
      promptTokens: reply.prompt_eval_count ?? null,
      completionTokens: reply.eval_count ?? null,
      finishReason: reply.done_reason ?? null,
    },
  };
}
