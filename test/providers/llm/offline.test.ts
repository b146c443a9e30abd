import { draftTickets, type SpecDocument, type SpecReader } from "@tessera/core/generation";
import { createEgress } from "@tessera/providers/http";
import { createTicketModel } from "@tessera/providers/llm";
import { describe, expect, it } from "vitest";
import { makeOptions } from "../../support/drafts.ts";

const spec = "The system must import payments.";
const document: SpecDocument = {
  title: null,
  frontMatter: {},
  sections: [
    {
      id: "s1",
      title: "",
      path: [],
      depth: 0,
      start: 0,
      end: spec.length,
      blocks: [{ kind: "paragraph", text: spec, start: 0, end: spec.length }],
      children: [],
    },
  ],
};
const reader: SpecReader = { read: (text) => (text === spec ? document : { ...document, sections: [] }) };

describe("X-35, TF-52 the offline generator", () => {
  it("answers the rules' draft as a model would, measured by the product's clock", async () => {
    let nowMs = 0;
    const model = createTicketModel({
      provider: "offline",
      egress: createEgress({ allowHosts: [] }),
      reader,
      ollama: { baseUrl: "http://127.0.0.1:1", model: "none" },
      timeoutMs: 1_000,
      now: () => {
        nowMs += 20;
        return new Date(nowMs);
      },
    });
    const request = { title: "Payments", spec, options: makeOptions(), feedback: [] };

    const answer = await model.generate(request);

    expect(JSON.parse(answer.text)).toEqual(draftTickets(document, { ...request, requirements: [] }));
    expect(answer.run).toEqual({
      model: "offline-1",
      durationMs: 20,
      promptTokens: null,
      completionTokens: null,
      finishReason: "stop",
    });
  });
});
