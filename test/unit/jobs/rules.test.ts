import {
  cancelTarget,
  canMove,
  fillCallbackUrl,
  furthestStage,
  isTerminal,
  type JobStatus,
  jobStages,
  jobStatuses,
  nextDueAt,
} from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import { createWorld, leaseMs, submit, times } from "../../support/jobs-world.ts";

describe("X-10 the canonical states", () => {
  it("are the seven that every view is made from, and the stages come in the order of the work", () => {
    expect(jobStatuses).toEqual([
      "queued",
      "processing",
      "completed",
      "failed",
      "cancel_requested",
      "cancelled",
      "expired",
    ]);
    expect(jobStages.slice(1)).toEqual([
      "queued",
      "preparing_prompt",
      "generating_tickets",
      "validating_output",
      "completed",
      "failed",
    ]);
  });
});

describe("X-11 moves", () => {
  const allowed: [JobStatus, JobStatus][] = [
    ["queued", "processing"],
    ["queued", "cancelled"],
    ["queued", "failed"],
    ["queued", "expired"],
    ["processing", "completed"],
    ["processing", "failed"],
    ["processing", "cancel_requested"],
    ["cancel_requested", "cancelled"],
    ["cancel_requested", "completed"],
    ["completed", "expired"],
  ];
  const all = jobStatuses.flatMap((from) => jobStatuses.map((to) => [from, to] as const));

  it.each(all)("%s to %s", (from, to) => {
    expect(canMove(from, to)).toBe(allowed.some(([before, after]) => before === from && after === to));
  });

  it.each(jobStatuses)("nothing works on a %s job that has ended, and a cancel comes too late for it", (status) => {
    expect(isTerminal(status)).toBe(["completed", "failed", "cancelled", "expired"].includes(status));
    expect(cancelTarget(status) === undefined).toBe(isTerminal(status));
  });
});

describe("X-12 stages", () => {
  it("only go forward, whichever comes first", () => {
    for (const [at, earlier] of jobStages.entries()) {
      for (const later of jobStages.slice(at)) {
        expect(furthestStage(earlier, later)).toBe(later);
        expect(furthestStage(later, earlier)).toBe(later);
      }
    }
  });
});

describe("X-41 when a sweep looks at a job", () => {
  const plus = (iso: string, ms: number) => new Date(Date.parse(iso) + ms).toISOString();

  it("is a while after the last sign of life", async () => {
    const job = await submit(createWorld());

    expect(job.dueAt).toBe(plus(job.updatedAt, times.requeueAfterMs));
  });

  it("is when the lease runs out, for a job that waits for a model", async () => {
    const job = await submit(createWorld());
    const until = plus(job.updatedAt, leaseMs);

    expect(nextDueAt({ ...job, lease: { executionId: "e", token: "t", until } }, times)).toBe(until);
  });

  it("is never later than its expiry", async () => {
    const job = await submit(createWorld());
    const expiresAt = plus(job.updatedAt, 1);

    expect(nextDueAt({ ...job, expiresAt }, times)).toBe(expiresAt);
  });

  it.each(jobStatuses.filter(isTerminal))("is the expiry of a %s job, when its texts go", async (status) => {
    const job = await submit(createWorld());

    expect(nextDueAt({ ...job, status }, times)).toBe(job.expiresAt);
  });
});

describe("TF-12 C-20 the callback's URL", () => {
  it.each([
    ["https://a.test/{job_id}", "https://a.test/J"],
    ["https://a.test/%7Bjob_id%7D?again={job_id}", "https://a.test/J?again=J"],
    ["https://a.test/%7bJOB_ID%7d", "https://a.test/J"],
    ["https://a.test/plain", "https://a.test/plain"],
  ])("%s becomes %s", (template, url) => {
    expect(fillCallbackUrl(template, "J")).toBe(url);
  });
});
