import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface Reply {
  status?: number;
  /** The model's answer, as text. */
  content?: string;
  doneReason?: string;
}

type Behaviour = (call: { number: number; body: Record<string, unknown> }) => Promise<Reply> | Reply;

export interface FakeOllama {
  url: string;
  /** Bodies of every request so far. */
  requests: Record<string, unknown>[];
  answerWith(behaviour: Behaviour): void;
  stop(): Promise<void>;
}

export const goodDraft = JSON.stringify({
  summary: "Match payments to invoices.",
  tickets: [
    {
      ref: "1",
      type: "task",
      title: "Import payment files every night",
      description: "Read the bank's files on a schedule.",
      acceptanceCriteria: ["A file that arrives before 02:00 is imported by 03:00"],
    },
  ],
  risks: [],
  openQuestions: [],
});

/** A model host on loopback that speaks Ollama's chat API and does what a test tells it to. */
export async function startFakeOllama(): Promise<FakeOllama> {
  const requests: Record<string, unknown>[] = [];
  let behaviour: Behaviour = () => ({ content: goodDraft });
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    requests.push(body);
    const reply = await behaviour({ number: requests.length, body });
    response.writeHead(reply.status ?? 200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        model: body.model,
        created_at: "2026-01-01T00:00:00Z",
        message: { role: "assistant", content: reply.content ?? goodDraft },
        done: true,
        done_reason: reply.doneReason ?? "stop",
        prompt_eval_count: 120,
        eval_count: 80,
      }),
    );
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answerWith: (next) => {
      behaviour = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
