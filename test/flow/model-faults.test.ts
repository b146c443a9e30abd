import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeDraft, makeOptions, makeTicket } from "../support/drafts.ts";
import { submit } from "../support/jobs-world.ts";
import { gatewayFor, json, startHost } from "../support/llm/model-host.ts";
import { claude, gemini, ollama, openai, type Protocol } from "../support/llm/protocols.ts";
import { runJob, worldWith } from "../support/llm/run-job.ts";
import { contractFaults, resultOnWire, semanticFaults } from "../support/result-contract.ts";

const spec = `# Reconciliation

## Import

The service must import bank statements every night. A broken file must be rejected with its line.

## Matching

Payments must be matched to open invoices. A payment without an invoice is shown to an accountant.
`;

/** What the host does with one call. The last one of a script goes on for ever. */
type Reply = (protocol: Protocol, response: ServerResponse) => void;
type Outcome = "completed" | "ollama_unavailable" | "model_timeout" | "model_output_invalid";

interface Fault {
  name: string;
  script: readonly [Reply, ...Reply[]];
  outcome: Outcome;
  calls: number;
  options?: Parameters<typeof makeOptions>[0];
  /** What the record of the repair must name. */
  changed?: string;
}

const good = makeDraft();
const says =
  (text: string): Reply =>
  (protocol, response) =>
    json(protocol.says(text))(response);
const drafts = (draft: unknown): Reply => says(JSON.stringify(draft));
const ends =
  (word: "cutOff", text: string): Reply =>
  (protocol, response) =>
    json(protocol.says(text, protocol[word]))(response);
const withheld =
  (index: number): Reply =>
  (protocol, response) =>
    json(protocol.withheld[index % protocol.withheld.length]?.[1])(response);
const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  (_protocol, response) =>
    json({ error: { message: "no", type: "error" } }, code, headers)(response);
const raw =
  (body: string | Buffer, headers: Record<string, string> = {}): Reply =>
  (_protocol, response) =>
    void response.writeHead(200, { "content-type": "application/json", ...headers }).end(body);
const reset: Reply = (_protocol, response) => void response.destroy();
const hang: Reply = () => undefined;
const resetInBody: Reply = (_protocol, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"half":');
  setImmediate(() => response.destroy());
};

const deep: Reply = (protocol, response) => {
  const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  // Some vendors wrap the answer as text, others as an object.
  const body = JSON.stringify(protocol.says('{"tickets":[]}')).replace(/(tickets\\?":)\[\]/, `$1${nested}`);
  response.writeHead(200, { "content-type": "application/json" }).end(body);
};

const fine = drafts(good);
const cut = JSON.stringify(good).slice(0, -40);
const ticket = (number: number, change: Parameters<typeof makeTicket>[0] = {}) =>
  makeTicket({
    ref: `T${number}`,
    title: `Import bank statements of ledger ${number}`,
    acceptanceCriteria: [`Ledger ${number} shows its statements`, `Ledger ${number} refuses a broken file`],
    ...change,
  });
const many = (count: number) => Array.from({ length: count }, (_item, index) => ticket(index + 1));

const faults: readonly Fault[] = [
  // D1, D2: answers that are no draft, or only half of one.
  { name: "no JSON, then a draft", script: [says("Here you go: nothing"), fine], outcome: "completed", calls: 2 },
  { name: "never JSON", script: [says("I cannot do that")], outcome: "model_output_invalid", calls: 3 },
  { name: "fences", script: [says(`\`\`\`json\n${JSON.stringify(good)}\n\`\`\``)], outcome: "completed", calls: 1 },
  { name: "words around it", script: [says(`Sure!\n${JSON.stringify(good)}\nBye`)], outcome: "completed", calls: 1 },
  {
    name: "a trailing comma",
    script: [says(JSON.stringify(good).replace(/}$/, ",}"))],
    outcome: "completed",
    calls: 1,
  },
  {
    name: "two drafts in one answer",
    script: [says(`${JSON.stringify(good)}\n${JSON.stringify({ ...good, tickets: many(2) })}`), fine],
    outcome: "completed",
    calls: 2,
  },
  {
    name: "nested too deeply",
    script: [says(`{"tickets":${"[".repeat(100)}${"]".repeat(100)}}`), fine],
    outcome: "completed",
    calls: 2,
  },
  { name: "cut off, then whole", script: [ends("cutOff", cut), fine], outcome: "completed", calls: 2 },
  {
    name: "cut off where it still parses",
    script: [ends("cutOff", JSON.stringify(good)), fine],
    outcome: "completed",
    calls: 2,
  },
  { name: "always cut off", script: [ends("cutOff", cut)], outcome: "model_output_invalid", calls: 3 },
  { name: "cut off without a word", script: [says(cut), fine], outcome: "completed", calls: 2 },
  // D3: counts.
  { name: "no tickets", script: [drafts({ ...good, tickets: [] }), fine], outcome: "completed", calls: 2 },
  {
    name: "sixty tickets, then few",
    script: [drafts({ ...good, tickets: many(60) }), fine],
    outcome: "completed",
    calls: 2,
  },
  {
    name: "always three hundred tickets",
    script: [drafts({ ...good, tickets: many(300) })],
    outcome: "model_output_invalid",
    calls: 3,
  },
  {
    name: "fewer than asked, then all",
    script: [fine, drafts({ ...good, tickets: many(3) })],
    outcome: "completed",
    calls: 2,
    options: { ticketCount: 3 },
  },
  {
    name: "always fewer than asked",
    script: [fine],
    outcome: "model_output_invalid",
    calls: 3,
    options: { ticketCount: 3 },
  },
  {
    name: "always more than asked",
    script: [drafts({ ...good, tickets: many(4) })],
    outcome: "model_output_invalid",
    calls: 3,
    options: { ticketCount: 3 },
  },
  // D4, D5: references.
  {
    name: "ids of its own form",
    script: [
      drafts({ ...good, tickets: [ticket(1, { ref: "SPEC-01" }), ticket(2, { ref: "T-1", dependsOn: ["SPEC-01"] })] }),
    ],
    outcome: "completed",
    calls: 1,
  },
  {
    name: "one id for two tickets",
    script: [
      drafts({ ...good, tickets: [ticket(1), ticket(2, { ref: "T1" }), ticket(3, { dependsOn: ["T1"] })] }),
      fine,
    ],
    outcome: "completed",
    calls: 2,
  },
  {
    name: "a dependency on nothing",
    script: [drafts({ ...good, tickets: [ticket(1, { dependsOn: ["T9"] }), ticket(2)] })],
    outcome: "completed",
    calls: 1,
    changed: "dependsOn",
  },
  {
    name: "a dependency on itself",
    script: [drafts({ ...good, tickets: [ticket(1, { dependsOn: ["T1"] }), ticket(2)] })],
    outcome: "completed",
    calls: 1,
    changed: "dependsOn",
  },
  {
    name: "a circle, then none",
    script: [drafts({ ...good, tickets: [ticket(1, { dependsOn: ["T2"] }), ticket(2, { dependsOn: ["T1"] })] }), fine],
    outcome: "completed",
    calls: 2,
  },
  {
    name: "a parent that is no epic",
    script: [drafts({ ...good, tickets: [ticket(1), ticket(2, { epic: "T1" })] }), fine],
    outcome: "completed",
    calls: 2,
  },
  {
    name: "a risk of an unknown ticket",
    script: [drafts({ ...good, risks: [{ description: "Files may be late", severity: "high", tickets: ["T9"] }] })],
    outcome: "completed",
    calls: 1,
    changed: "risks.tickets",
  },
  // D6: fields.
  {
    name: "unknown keys, schema version and job id",
    script: [drafts({ ...good, schema_version: "v9", job_id: "mine", callback_url: "https://evil.test" })],
    outcome: "completed",
    calls: 1,
  },
  {
    name: "a priority of its own",
    script: [drafts({ ...good, tickets: [ticket(1, { priority: "urgent" }), ticket(2)] })],
    outcome: "completed",
    calls: 1,
  },
  {
    name: "a priority of nobody",
    script: [drafts({ ...good, tickets: [ticket(1, { priority: "purple" }), ticket(2)] })],
    outcome: "completed",
    calls: 1,
    changed: "priority",
  },
  {
    name: "points that are none",
    script: [drafts({ ...good, tickets: [ticket(1, { storyPoints: 1.5 }), ticket(2, { storyPoints: 0 })] })],
    outcome: "completed",
    calls: 1,
    changed: "storyPoints",
  },
  {
    name: "a title of 300 characters",
    script: [drafts({ ...good, tickets: [ticket(1, { title: `Import ${"statements ".repeat(30)}` }), ticket(2)] })],
    outcome: "completed",
    calls: 1,
    changed: "title",
  },
  {
    name: "61 emoji in a title",
    script: [drafts({ ...good, tickets: [ticket(1, { title: `Import ${"🏦".repeat(100)}` }), ticket(2)] })],
    outcome: "completed",
    calls: 1,
  },
  // D8, D9: the host.
  {
    name: "429 with Retry-After, then a draft",
    script: [status(429, { "retry-after": "2" }), fine],
    outcome: "completed",
    calls: 2,
  },
  {
    name: "429 with a Retry-After of years",
    script: [status(429, { "retry-after": "1000000000" }), fine],
    outcome: "completed",
    calls: 2,
  },
  { name: "500, 502, then a draft", script: [status(500), status(502), fine], outcome: "completed", calls: 3 },
  { name: "always 503", script: [status(503)], outcome: "ollama_unavailable", calls: 3 },
  { name: "401", script: [status(401)], outcome: "ollama_unavailable", calls: 1 },
  { name: "403", script: [status(403)], outcome: "ollama_unavailable", calls: 1 },
  { name: "a reset, then a draft", script: [reset, fine], outcome: "completed", calls: 2 },
  { name: "a reset in the middle, then a draft", script: [resetInBody, fine], outcome: "completed", calls: 2 },
  { name: "always a reset", script: [reset], outcome: "ollama_unavailable", calls: 3 },
  // D7: answers without end.
  { name: "a hang, then a draft", script: [hang, fine], outcome: "completed", calls: 2 },
  { name: "always a hang", script: [hang], outcome: "model_timeout", calls: 2 },
  {
    name: "a gzip bomb",
    script: [raw(gzipSync(Buffer.alloc(64 * 1_048_576)), { "content-encoding": "gzip" })],
    outcome: "model_timeout",
    calls: 2,
  },
  // Deeper than anything may recurse into (K2), where the vendor's answer stands.
  {
    name: "an answer a hundred thousand levels deep",
    script: [deep, fine],
    outcome: "completed",
    calls: 2,
  },
  // D10: answers that are none.
  {
    name: "a web page with status 200",
    script: [raw("<html>busy</html>", { "content-type": "text/html" }), fine],
    outcome: "completed",
    calls: 2,
  },
  {
    name: "withheld, in every way the vendor has",
    script: [withheld(0), withheld(1), fine],
    outcome: "completed",
    calls: 3,
  },
  { name: "withheld for ever", script: [withheld(2)], outcome: "model_output_invalid", calls: 3 },
  // in the worst order.
  {
    name: "down between answers of no use",
    script: [status(500), status(500), says("no"), status(500), status(500), says("no"), fine],
    outcome: "model_output_invalid",
    calls: 6,
  },
];

describe.each([openai, claude, gemini, ollama])("D1-D11 X-35 faults of a model that speaks $name", (protocol) => {
  it.each(faults)("$name: $outcome after $calls calls", async ({ script, outcome, calls, options, changed }) => {
    const { world, received } = await startFaultyWorld(protocol, script);
    const job = await submit(world, { spec, options: makeOptions(options) });

    const end = wordFor(await runJob(world, job.id));

    const saved = world.memory.saved(job.id);
    expect(end).toBe(outcome);
    expect(received).toHaveLength(calls);
    expect(saved.attempts.filter(({ outcome: sent }) => sent !== "not_sent")).toHaveLength(calls);
    expect(saved.texts.result === undefined).toBe(outcome !== "completed");
    if (saved.texts.result === undefined) return;
    const wire = resultOnWire(JSON.parse(saved.texts.result));
    const wanted = { ticketCount: null, maxTicketCount: 12, includeEpics: true, ...options };
    expect(contractFaults(wire)).toEqual([]);
    expect(semanticFaults(wire, wanted)).toEqual([]);
    expect(wire.job_id).toBe(job.id);
    if (changed !== undefined) {
      const { changes } = JSON.parse(saved.texts.trace ?? "");
      expect(changes).toContainEqual(expect.objectContaining({ field: changed }));
    }
  });
});

/** The jobs engine, with the real gateway before a host that follows a script. */
async function startFaultyWorld(protocol: Protocol, script: readonly Reply[]) {
  let call = 0;
  const { received, url } = await startHost((response) => {
    const reply = script[Math.min(call, script.length - 1)];
    call += 1;
    reply?.(protocol, response);
  });
  return { world: worldWith(protocol, gatewayFor(protocol, url, { timeoutMs: 400 })), received };
}

/** TF-48: the words of the closed list. */
function wordFor(code: string): string {
  return code === "model_unavailable" || code === "model_rejected" ? "ollama_unavailable" : code;
}
