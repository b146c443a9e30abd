import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";
import { makeDraft, makeMatching, makeTicket } from "../support/drafts.ts";
import { offlineSettings } from "../support/job-settings.ts";

const spec = `# Team invitations

## Requirements

1. The system must send an invitation by e-mail.
2. An invitation must expire after seven days.
- [ ] An owner can withdraw an invitation.

## Background

Teams grew last year.
`;

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp({ modelSettings: offlineSettings });
  caller = await test.signUp();
});

function getCoverage(jobId: string, key = caller.key) {
  return test.call("GET", `/tickets/v1/jobs/${jobId}/coverage`, { key });
}

interface Requirement {
  start: number;
  end: number;
  sha256: string;
  status: string;
  tickets: string[];
  by: string | null;
  reason: string | null;
  section_title: string | null;
}

describe("GET /tickets/v1/jobs/{job_id}/coverage of a completed job", () => {
  it("answers each requirement of the spec, with what covers it or why nothing does", async () => {
    const jobId = await submitJob(test, caller.key, { spec });
    await runStages(test, jobId);
    const { body: result } = await test.call("GET", `/tickets/v1/jobs/${jobId}/result`, { key: caller.key });
    const ids = result.tickets.map((ticket: { external_id: string }) => ticket.external_id);

    const { status, body } = await getCoverage(jobId);

    expect(status).toBe(200);
    expect(body).toMatchObject({ schema_version: "tickets.coverage.v1", job_id: jobId, limited: false });
    const requirements: Requirement[] = body.requirements;
    expect(requirements.length).toBeGreaterThanOrEqual(3);
    expect(requirements.some(({ section_title }) => section_title === "Requirements")).toBe(true);
    for (const { status: state, tickets, by, reason } of requirements) {
      const isCovered = state === "covered";
      expect([tickets.length > 0, by !== null, reason === null]).toEqual([isCovered, isCovered, isCovered]);
      expect(ids).toEqual(expect.arrayContaining(tickets));
    }
  });

  it("can be checked against the spec, by its hashes", async () => {
    const jobId = await submitJob(test, caller.key, { spec });
    await runStages(test, jobId);

    const { body } = await getCoverage(jobId);

    expect(body.spec_sha256).toBe(sha256(spec));
    for (const { start, end, sha256: hash } of body.requirements) expect(sha256(spec.slice(start, end))).toBe(hash);
  });

  it("has totals that are a recount of its rows", async () => {
    const jobId = await submitJob(test, caller.key, { spec });
    await runStages(test, jobId);

    const { body } = await getCoverage(jobId);

    const requirements: Requirement[] = body.requirements;
    const count = (wanted: (requirement: Requirement) => boolean) => requirements.filter(wanted).length;
    const covered = count(({ status }) => status === "covered");
    expect(body.totals).toEqual({
      requirements: requirements.length,
      covered,
      covered_percent: Math.floor((covered / requirements.length) * 1_000) / 10,
      not_covered: requirements.length - covered,
      covered_by_reference: count(({ by }) => by === "reference"),
      covered_by_text: count(({ by }) => by === "text"),
      not_covered_with_reason: count(({ status, reason }) => status === "not_covered" && reason !== null),
      not_covered_without_reason: count(({ status, reason }) => status === "not_covered" && reason === null),
    });
  });

  it("says 100 percent only where nothing is left: percentages are rounded down", async () => {
    const draft = makeDraft({ tickets: [makeTicket({ covers: ["R1"] }), makeMatching({ covers: ["R2"] })] });
    const usage = { promptTokens: null, completionTokens: null };
    const own = await createTestApp({
      models: { call: async () => ({ text: JSON.stringify(draft), finishReason: "stop", usage }) },
    });
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key, {
      spec: "1. It must import statements.\n2. It must match invoices.\n3. It must paint every zebra violet.\n",
    });
    await runStages(own, jobId);

    const { body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/coverage`, { key });

    expect(body.totals).toMatchObject({ requirements: 3, covered: 2, covered_percent: 66.6 });
  });

  it("has no percentage of a spec without requirements", async () => {
    const jobId = await submitJob(test, caller.key, { spec: "# Notes\n\nNothing yet." });
    await runStages(test, jobId);

    const { body } = await getCoverage(jobId);

    expect(body.requirements).toEqual([]);
    expect(body.totals).toMatchObject({ requirements: 0, covered_percent: null });
  });
});

describe("a coverage that is not there", () => {
  it.each([0, 1, 2, 3])("answers 202 and when to ask again, after %i stages", async (stages) => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId, stages);

    const { status, body, headers } = await getCoverage(jobId);

    expect([status, body.error.code, headers.get("retry-after")]).toEqual([202, "invalid_request", "2"]);
    expect(body.error.message).toContain("coverage is not ready");
  });

  it("answers 200 with the status of a job that ended without a result", async () => {
    const jobId = await submitJob(test, caller.key);
    await test.call("DELETE", `/tickets/v1/jobs/${jobId}`, { key: caller.key });

    const { status, body } = await getCoverage(jobId);

    expect(status).toBe(200);
    expect(body).toMatchObject({ schema_version: "tickets.job.v1", job_id: jobId, status: "cancelled" });
  });

  it.each([false, true])("answers 200 with the status of an expired job, its texts gone: %s", async (swept) => {
    const own = await createTestApp();
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId);
    own.clock.advance(7 * 86_400_000);
    if (swept) await own.store.jobs.deleteTexts(jobId);

    const { status, body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/coverage`, { key });

    expect([status, body.status]).toEqual([200, "expired"]);
  });

  it("answers 404 to another client's job as to an unknown id, and 400 to what is no id", async () => {
    const jobId = await submitJob(test, caller.key);
    const other = await test.signUp();

    const unknown = await getCoverage(crypto.randomUUID());
    const foreign = await getCoverage(jobId, other.key);

    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    expect((await getCoverage("none")).status).toBe(400);
  });
});
