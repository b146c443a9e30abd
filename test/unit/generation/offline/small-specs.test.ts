import { draftTickets, findRequirements, type GenerationOptions } from "@tessera/core/generation";
import { createSpecReader } from "@tessera/providers/documents";
import { describe, expect, it } from "vitest";
import { sameText, topicsOf } from "../../../../packages/core/src/generation/offline/grammar/index.ts";
import { defaults, draft, titles, workOf } from "./drafting.ts";

const excluding = `# Search

## Non-goals

- We will not index attachments.
- The search must not rank by date.

## Alternatives

### Use a hosted engine

It must be operated by somebody.

## Background

Users complain that they find nothing.
`;

describe("TF-6 small specs", () => {
  it("makes of one line what to decide, to build and to verify, in its own words", () => {
    expect(titles("Users can reset their password by e-mail.")).toEqual([
      "spike: Decide how users reset their password by e-mail",
      "task: Let users reset their password by e-mail",
      "task: Verify that users can reset their password by e-mail",
    ]);
  });

  it("asks for a decision where a spec only excludes, weighs and explains", () => {
    const { tickets, openQuestions } = draft(excluding);

    expect(tickets).toHaveLength(1);
    expect(tickets[0]).toMatchObject({ type: "spike", title: "Decide what to build for search", covers: [] });
    expect(openQuestions[0]?.question).toMatch(/^What is to be built for search/);
  });

  it.each([2, 5, 9])("takes %i steps to that decision where so many tickets are asked for", (ticketCount) => {
    const { tickets } = draft(excluding, { ticketCount, includeEpics: false });

    expect(tickets).toHaveLength(ticketCount);
    expect(tickets.map(({ title }) => title).join(" ")).not.toMatch(/attachments|hosted engine|by date/i);
  });

  it.each([
    ["one line", "Users can reset their password by e-mail."],
    ["two lines", "Build a CSV export for the orders page.\nAdmins pick columns.\n"],
    ["a list", "- Add retries\n- Add priorities\n"],
  ])("splits %s into any number of tickets with titles of its own words", (_name, spec) => {
    const words = topicsOf(spec);

    for (const ticketCount of [1, 2, 3, 7, 20, 50]) {
      const { tickets } = draft(spec, { ticketCount, maxTicketCount: 50 });
      expect(tickets).toHaveLength(ticketCount);
      expect(new Set(tickets.map(({ title }) => sameText(title))).size).toBe(ticketCount);
      for (const { title, type } of tickets) {
        expect(type === "epic" || [...topicsOf(title)].some((topic) => words.has(topic))).toBe(true);
      }
    }
  });
});

describe("TF-52 specs in other languages", () => {
  it.each([
    [
      "German",
      "# Versand\n\n## Anforderungen\n\n- Das System muss Rechnungen als PDF erzeugen.\n- Die Rechnung muss signiert werden.\n- Der Kunde soll den Weg wählen können.\n- Fehler werden protokolliert und gemeldet.\n",
      "Quelle:",
    ],
    [
      "French",
      "# Facturation\n\n## Exigences\n\n- Le système doit envoyer les factures par e-mail.\n- Les factures doivent être au format PDF.\n- Le client doit pouvoir choisir sa langue.\n- Les erreurs doivent être signalées.\n",
      "Source :",
    ],
    [
      "Japanese",
      "# 請求書メール送信\n\n## 要件\n\n- システムは請求書をPDFで生成しなければならない。\n- 請求書は24時間以内に送信する必要がある。\n- 顧客は送信方法を選択できること。\n- 失敗した送信は記録すること。\n",
      "出典：",
    ],
  ])("keeps a %s spec in its language", (_language, spec, source) => {
    const answer = draft(spec, { maxTicketCount: 3, outputDetail: "detailed" });

    const texts = answer.tickets.flatMap(({ title, description, acceptanceCriteria }) => [
      title,
      description,
      ...acceptanceCriteria,
    ]);

    expect(texts.join("\n")).toContain(source);
    expect(texts.join("\n")).not.toMatch(/\b(?:the|this ticket|in place|implement|deliver|verify|accepted)\b/i);
    expect(answer.tickets.flatMap(({ covers }) => covers)).toHaveLength(4);
  });
});

describe("K10 hostile specs still give tickets", () => {
  const { read } = createSpecReader();

  function hostile(spec: string, options: Partial<GenerationOptions> = {}, title = "Widget import") {
    const document = read(spec);
    const requirements = findRequirements(document, spec);
    return draftTickets(document, { title, options: { ...defaults, ...options }, requirements });
  }

  it.each([
    "[",
    "]",
    "(",
    "![",
    "|",
    "&amp;",
    "=\n",
    ":",
    "{",
    "\\",
    "`",
    "*",
    "_",
    "<",
    "#",
    ">",
    "~",
    '"',
    "\ud800",
    "\u202e",
    "\u200b",
    "\u0000",
    "😀",
    "- ",
    "| a |\n",
    "a) b\n",
    "must, ",
    "```\n",
    "**a** ",
    "&",
    "\t- a\n",
    "\r",
    "[a](",
  ])("drafts %j without end", (part) => {
    const spec = part.repeat(Math.ceil(60_000 / part.length));

    const { summary, tickets } = hostile(spec);

    expect(summary.trim()).not.toBe("");
    expect(tickets.length).toBeGreaterThan(0);
    for (const { title, description, acceptanceCriteria } of tickets) {
      expect(title).toMatch(/[\p{L}\p{N}]/u);
      expect([...title].length).toBeLessThanOrEqual(120);
      expect(description.trim()).not.toBe("");
      expect(acceptanceCriteria.every((text) => text.trim() !== "")).toBe(true);
    }
  });

  it("makes no ticket of signs among words", () => {
    const lines = [
      "As a user, I want 🎉🎉🎉",
      "請求書は24時間以内に送信する必要がある。",
      "顧客は送信方法を選択できること。",
    ];

    const { tickets } = hostile(`# 要件\n\n${lines.map((line) => `- ${line}`).join("\n")}\n`);

    expect(tickets.every(({ title }) => /\p{L}/u.test(title))).toBe(true);
  });

  it("has a title where neither the spec nor the caller has a word", () => {
    const { tickets } = hostile("[[[", {}, "\u0000");

    expect(workOf({ tickets } as ReturnType<typeof draft>)[0]?.title).toMatch(/\p{L}/u);
  });
});
