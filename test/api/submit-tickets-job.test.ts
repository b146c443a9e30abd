import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitBody, submitJob, type TestApp } from "../support/api.ts";

const path = "/tickets/v1/jobs";
const canonical: unknown = JSON.parse(readFileSync(new URL("fixtures/canonical-submit.json", import.meta.url), "utf8"));

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp({
    limits: { submitsPerMinute: 10_000, readsPerMinute: 10_000, deskPerMinute: 100_000, maxBodyBytes: 262_144 },
  });
  caller = await test.signUp();
});

function submit(body: unknown, key = caller.key) {
  return test.call("POST", path, { key, body });
}

describe("TF-1, TF-2 POST /tickets/v1/jobs answers 202", () => {
  it("with exactly the fields of the contract, and relative URLs", async () => {
    const { status, body } = await submit(submitBody());

    expect(status).toBe(202);
    expect(body).toEqual({
      schema_version: "tickets.job.v1",
      job_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      status: "queued",
      status_url: `/tickets/v1/jobs/${body.job_id}`,
      result_url: `/tickets/v1/jobs/${body.job_id}/result`,
      created_at: test.clock.now().toISOString(),
    });
  });

  it("and has sent one hint for the job, which is saved with its spec", async () => {
    const spec = "# Räksmörgås 🎟\n\nMUST keep\ttabs, NUL \u0000 and 漢字.";

    const jobId = await submitJob(test, caller.key, { spec });

    expect(test.sent.filter((id) => id === jobId)).toEqual([jobId]);
    expect(await test.store.jobs.readText(jobId, "spec")).toBe(spec);
  });
});

describe("TF-8 the canonical example", () => {
  it("is accepted as it stands in the contract, with its {job_id} kept for the delivery", async () => {
    const { status, body } = await submit(canonical);

    expect(status).toBe(202);
    expect(await test.store.jobs.load(body.job_id)).toMatchObject({
      title: "Customer Billing Reconciliation Workspace",
      callbackUrl: "https://issuehub.example.com/llm/jobs/{job_id}/callback",
      options: { ticketCount: 3, maxTicketCount: 6, includeEpics: true },
    });
  });
});

describe("TF-6 options and their defaults", () => {
  it.each([
    ["none", undefined, { ticketCount: null, maxTicketCount: 12 }],
    ["empty ones", {}, { ticketCount: null, maxTicketCount: 12 }],
    ["only a maximum", { max_ticket_count: 50 }, { ticketCount: null, maxTicketCount: 50 }],
    // Appendix D-3.
    ["only a count", { ticket_count: 13 }, { ticketCount: 13, maxTicketCount: 50 }],
    ["a count written as 3.0", { ticket_count: 3.0, max_ticket_count: 3 }, { ticketCount: 3, maxTicketCount: 3 }],
  ])("takes %s", async (_name, options, expected) => {
    const jobId = await submitJob(test, caller.key, options === undefined ? {} : { options });

    expect((await test.store.jobs.load(jobId))?.options).toEqual({
      includeEpics: true,
      dependencyMode: "explicit",
      outputDetail: "standard",
      ...expected,
    });
  });

  it("takes all that the contract knows", async () => {
    const options = { include_epics: false, dependency_mode: "explicit", output_detail: "compact" };

    const jobId = await submitJob(test, caller.key, { options });

    expect((await test.store.jobs.load(jobId))?.options).toMatchObject({
      includeEpics: false,
      outputDetail: "compact",
    });
  });
});

describe("TF-4, TF-5, TF-6, TF-7 what is refused with the field's name", () => {
  const tooLong = { idempotency_key: "k".repeat(256), title: "🎟".repeat(501) };

  it.each([
    ...["schema_version", "idempotency_key", "title", "spec"].flatMap((field) => [
      { what: `no ${field}`, change: { [field]: undefined }, field },
      { what: `an empty ${field}`, change: { [field]: "" }, field },
      { what: `a blank ${field}`, change: { [field]: " \t\n" }, field },
      // Nothing that shows: control, zero-width and filler characters (K4).
      ...["\u0000\u001b\u0085", "\u200b\u200d\u2060\ufeff", "\u202e \u00ad\u3164\ufe0f"].map((value) => ({
        what: `a ${field} of nothing but ${escape(value)}`,
        change: { [field]: value },
        field,
      })),
      { what: `a ${field} that is a number`, change: { [field]: 3 }, field },
      { what: `a ${field} that is null`, change: { [field]: null }, field },
    ]),
    { what: "another version", change: { schema_version: "tickets.input.v2" }, field: "schema_version" },
    { what: "a key of 256", change: { idempotency_key: tooLong.idempotency_key }, field: "idempotency_key" },
    { what: "a title of 501", change: { title: tooLong.title }, field: "title" },
    { what: "an unknown field", change: { priority: "high" }, field: "priority" },
    { what: "a field that only the server sets (J5)", change: { job_id: crypto.randomUUID() }, field: "job_id" },
    { what: "options that are a list", change: { options: [] }, field: "options" },
    { what: "options that are null", change: { options: null }, field: "options" },
    { what: "an unknown option", change: { options: { model: "x" } }, field: "model" },
    { what: "a callback that is a number", change: { callback_url: 1 }, field: "callback_url" },
    ...[0, -1, 51, 1.5, "3", null, true, 2 ** 53].flatMap((value) => [
      { what: `ticket_count ${value}`, change: { options: { ticket_count: value } }, field: "options.ticket_count" },
      {
        what: `max_ticket_count ${value}`,
        change: { options: { max_ticket_count: value } },
        field: "options.max_ticket_count",
      },
    ]),
    {
      what: "more tickets than the maximum",
      change: { options: { ticket_count: 7, max_ticket_count: 6 } },
      field: "options.ticket_count",
    },
    { what: "include_epics as text", change: { options: { include_epics: "true" } }, field: "options.include_epics" },
    { what: "another mode", change: { options: { dependency_mode: "implicit" } }, field: "options.dependency_mode" },
    { what: "another detail", change: { options: { output_detail: "long" } }, field: "options.output_detail" },
  ])("$what", async ({ change, field }) => {
    const sentBefore = test.sent.length;

    const { status, body } = await submit(submitBody(change));

    expect(status).toBe(400);
    expect(body.error.code).toBe("invalid_request");
    expect(body.error.message).toContain(field);
    expect(test.sent).toHaveLength(sentBefore);
  });

  it("counts code points: 500 emoji are a title, 255 a key", async () => {
    const { status } = await submit(submitBody({ title: "🎟".repeat(500), idempotency_key: "🔑".repeat(255) }));

    expect(status).toBe(202);
  });
});

describe("TF-11, TF-12, C-20 callback_url", () => {
  it.each([
    "http://example.com/x",
    "https://localhost",
    "https://LOCALHOST.",
    "https://a.localhost/",
    "https://127.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://0x7f.1",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://0.0.0.0",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "ftp://example.com/x",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://",
    "https:///x",
    "https:example.com",
    "https://exa\nmple.com/x",
    " https://example.com/x",
    "/relative",
    "not a url",
    "https://user:secret@example.com/",
    "https://user@example.com/",
    `https://example.com/${"x".repeat(2_048)}`,
    // Short enough only as long as nobody fills it in.
    `https://example.com/${"{job_id}".repeat(60)}`,
    // The job's id must not be able to become the host.
    "https://{job_id}@127.0.0.1/",
  ])("refuses %s", async (callbackUrl) => {
    const { status, body } = await submit(submitBody({ callback_url: callbackUrl }));

    expect(status).toBe(400);
    expect(body.error.code).toBe("invalid_request");
    expect(body.error.message).toContain("callback_url");
    expect(body.error.message).not.toContain("secret");
  });

  it.each([
    "https://example.com",
    "https://example.com/{job_id}/done?job={job_id}",
    "https://example.com/%7Bjob_id%7D/done",
    "HTTPS://EXAMPLE.com/x",
  ])("takes %s as it is written", async (callbackUrl) => {
    const jobId = await submitJob(test, caller.key, { callback_url: callbackUrl });

    expect((await test.store.jobs.load(jobId))?.callbackUrl).toBe(callbackUrl);
  });

  it.each(["https://user:secret@example.com/", `https://example.com/${"{job_id}".repeat(60)}`, "ftp://example.com/x"])(
    "refuses %s also where the egress rules have nothing against it",
    async (callbackUrl) => {
      const trusting = await createTestApp({ checkUrl: () => null });
      const { key } = await trusting.signUp();

      const { status } = await trusting.call("POST", path, { key, body: submitBody({ callback_url: callbackUrl }) });

      expect(status).toBe(400);
    },
  );

  it("asks the egress rules about the URL that will be called, with an id in its place", async () => {
    const asked: string[] = [];
    const checkUrl = (url: string) => {
      asked.push(url);
      return null;
    };
    const asking = await createTestApp({ checkUrl });
    const { key } = await asking.signUp();

    await submitJob(asking, key, { callback_url: "https://example.com/%7bjob_id%7d/{job_id}" });

    expect(asked).toEqual([expect.stringMatching(/^https:\/\/example\.com\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/)]);
  });
});

describe("TF-22 a full queue", () => {
  it("answers 429 queue_full with Retry-After, and takes jobs again once one has started", async () => {
    const small = await createTestApp({ jobSettings: { bounds: { perClient: 2, global: 10_000 } } });
    const { key } = await small.signUp();
    const first = await submitJob(small, key);
    await submitJob(small, key);

    const refused = await small.call("POST", path, { key, body: submitBody() });
    await runStages(small, first, 1);
    const taken = await small.call("POST", path, { key, body: submitBody() });

    expect(refused.status).toBe(429);
    expect(refused.body.error.code).toBe("queue_full");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(taken.status).toBe(202);
  });
});
