import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";
import { waitFor } from "../support/wait.ts";
import { openEvents, readEvents, type StreamEvent } from "./support/event-stream.ts";

let test: TestApp;
let caller: Caller;
/** Done one after the other, each in one of the pauses between two looks at the table. */
let script: (() => Promise<unknown>)[];
let pauses: number;

beforeAll(async () => {
  test = await createTestApp({
    sleep: async (ms) => {
      pauses += 1;
      test.clock.advance(ms);
      await script.shift()?.();
    },
  });
  caller = await test.signUp();
});

beforeEach(() => {
  script = [];
  pauses = 0;
});

const pathOf = (jobId: string) => `/tickets/v1/jobs/${jobId}/events`;

function get(jobId: string, query = "", headers: Record<string, string> = {}) {
  return test.call("GET", `${pathOf(jobId)}${query}`, { key: caller.key, headers });
}

function open(jobId: string, lastEventId?: string) {
  return openEvents(test, pathOf(jobId), { key: caller.key, lastEventId });
}

/** A job's whole work, a stage in each pause. */
function workOn(jobId: string) {
  return [1, 2, 3, 4].map((stages) => () => runStages(test, jobId, stages));
}

const story = ["job.accepted", "job.started", "job.stage_changed", "job.stage_changed", "job.completed"];

describe("GET /tickets/v1/jobs/{job_id}/events as JSON", () => {
  it("answers what has happened so far, in the envelope of the product's events", async () => {
    const jobId = await submitJob(test, caller.key);
    const at = test.clock.now().toISOString();

    const { status, body } = await get(jobId);

    expect(status).toBe(200);
    expect(body).toEqual({
      schema_version: "tickets.events.v1",
      job_id: jobId,
      events: [
        {
          id: "1",
          event_id: expect.any(String),
          type: "job.accepted",
          at,
          actor: "client",
          subject: { kind: "job", id: jobId },
          status: "queued",
          stage: "queued",
          data: { title: "Billing reconciliation", model: { provider: "ollama", model: "test-model" } },
          correlation_id: expect.any(String),
        },
      ],
      last_event_id: "1",
      ended: false,
    });
  });

  it("names neither tenant, client nor key", async () => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);

    const { text } = await get(jobId);

    for (const inside of [caller.tenantId, caller.clientId, caller.keyId]) expect(text).not.toContain(inside);
  });

  it.each([
    ["?after=2", {}],
    ["", { "last-event-id": "2" }],
    // What a browser sends when it comes back is newer than the URL that it was given.
    ["?after=0", { "last-event-id": "2" }],
  ])("goes on behind the event that %s %j names", async (query, headers) => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);

    const { body } = await get(jobId, query, headers);

    expect(body.events.map(({ id }: { id: string }) => id)).toEqual(["3", "4", "5"]);
    expect(body).toMatchObject({ last_event_id: "5", ended: true });
  });

  it.each(["-1", "1.5", "x", "01", " 1", "1e3", "99999999999999999999", "2"])(
    "answers 400 to the event %j, which is none of this job",
    async (id) => {
      const jobId = await submitJob(test, caller.key);

      const byQuery = await get(jobId, `?after=${encodeURIComponent(id)}`);
      const byHeader = await get(jobId, "", { "last-event-id": id === " 1" ? "1 1" : id });

      expect([byQuery.status, byHeader.status]).toEqual([400, 400]);
      expect(byQuery.body.error.code).toBe("invalid_request");
    },
  );

  it("answers 400 to an unknown query field", async () => {
    const jobId = await submitJob(test, caller.key);

    expect((await get(jobId, "?before=1")).status).toBe(400);
  });

  it.each(["*/*", "application/json", "application/json, text/event-stream;q=0.5", "text/html", "image/png"])(
    "answers JSON to Accept: %s",
    async (accept) => {
      const jobId = await submitJob(test, caller.key);

      const { headers } = await get(jobId, "", { accept });

      expect(headers.get("content-type")).toBe("application/json");
    },
  );
});

describe("RFC 7240 Prefer: wait on events", () => {
  it("answers the next events as soon as there are some", async () => {
    const jobId = await submitJob(test, caller.key);
    script = [async () => {}, () => runStages(test, jobId, 1)];

    const { body, headers } = await get(jobId, "?after=1", { prefer: "wait=20" });

    expect(body.events.map(({ type }: { type: string }) => type)).toEqual(["job.started", "job.stage_changed"]);
    expect(headers.get("preference-applied")).toBe("wait=20");
    expect(pauses).toBe(2);
  });

  it("answers an empty page when the time is up", async () => {
    const jobId = await submitJob(test, caller.key);
    const before = test.clock.now().getTime();

    const { status, body } = await get(jobId, "?after=1", { prefer: "wait=3" });

    expect([status, body.events, body.last_event_id, body.ended]).toEqual([200, [], "1", false]);
    expect(test.clock.now().getTime() - before).toBe(3_000);
  });
});

describe("WHATWG server-sent events", () => {
  it("sends each event once, as it happens, and closes when the job has ended", async () => {
    const jobId = await submitJob(test, caller.key);
    script = workOn(jobId);

    const stream = await open(jobId);
    const events = await stream.rest();

    expect(stream.status).toBe(200);
    expect(stream.headers.get("content-type")).toBe("text/event-stream");
    expect(stream.headers.get("cache-control")).toBe("no-store");
    expect(events.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5"]);
    expect(events.map(({ event }) => event)).toEqual(story);
    expect(events.map(({ data }) => [data.status, data.stage]).at(-1)).toEqual(["completed", "completed"]);
    expect(stream.others).toEqual(["retry: 1000"]);
  });

  it("sends the same events as the JSON page has", async () => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);

    const streamed = await (await open(jobId)).rest();

    expect(streamed.map(({ data }) => data)).toEqual((await get(jobId)).body.events);
  });

  it("goes on behind Last-Event-ID without loss or repetition, after whichever event the connection drops", async () => {
    for (let seen = 0; seen <= story.length; seen += 1) {
      const jobId = await submitJob(test, caller.key);
      script = workOn(jobId);
      const first = await open(jobId);
      const got: StreamEvent[] = [];
      while (got.length < seen) got.push((await first.next()) ?? expect.fail("the stream ended too early"));
      await first.drop();

      const second = await open(jobId, got.at(-1)?.id);
      got.push(...(await second.rest()));

      expect(
        got.map(({ id }) => id),
        `dropped after ${seen}`,
      ).toEqual(["1", "2", "3", "4", "5"]);
      expect(got.map(({ event }) => event)).toEqual(story);
    }
  });

  it("answers 204 behind the last event of an ended job, which keeps a browser from coming back", async () => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);

    const stream = await open(jobId, "5");

    expect(stream.status).toBe(204);
    expect(await stream.rest()).toEqual([]);
  });

  it("ends at once for a job that has expired, though no sweep has said so", async () => {
    const jobId = await submitJob(test, caller.key);
    test.clock.advance(8 * 86_400_000);

    const events = await (await open(jobId)).rest();

    expect(events.map(({ event }) => event)).toEqual(["job.accepted"]);
    expect(pauses).toBe(0);
  });

  it("says something every 15 seconds, and ends by itself after its time without having lost anything", async () => {
    const jobId = await submitJob(test, caller.key);
    const before = test.clock.now().getTime();

    const stream = await open(jobId);
    const events = await stream.rest();

    const tookMs = test.clock.now().getTime() - before;
    expect(tookMs).toBe(600_000);
    expect(events).toHaveLength(1);
    const heartbeats = stream.others.filter((block) => block === ":");
    expect(heartbeats.length).toBeGreaterThanOrEqual(Math.floor(tookMs / 16_000));
    expect(heartbeats.length).toBeLessThanOrEqual(tookMs / 15_000);
    expect(stream.others.filter((block) => block !== ":")).toEqual(["retry: 1000"]);
  });

  it("costs one read for each look at the table", async () => {
    let histories = 0;
    let others = 0;
    const counting = await createTestApp({
      sleep: async (ms) => counting.clock.advance(ms),
      eventStreamLimitMs: 30_000,
      contextFor: (who) => {
        const context = test.dependencies.contextFor(who);
        const count = { ...context.jobs };
        count.history = (...where) => {
          histories += 1;
          return context.jobs.history(...where);
        };
        count.find = (...where) => {
          others += 1;
          return context.jobs.find(...where);
        };
        return { ...context, now: counting.clock.now, jobs: count };
      },
    });
    const jobId = await submitJob(test, caller.key);

    await (await openEvents(counting, pathOf(jobId), { key: caller.key })).rest();

    const ended = counting.logged.find(({ message }) => message === "event stream ended");
    expect(ended?.fields).toMatchObject({ events: 1, looks: histories - 1 });
    expect(histories).toBeGreaterThan(30);
    expect(others).toBe(1);
  });

  it("ends when the table fails in between, and its client goes on where it was", async () => {
    const failing = await createTestApp({
      contextFor: (who) => {
        const context = test.dependencies.contextFor(who);
        const history: typeof context.jobs.history = (jobId, after) =>
          after === 0 ? context.jobs.history(jobId, after) : Promise.reject(new Error("table away"));
        return { ...context, jobs: { ...context.jobs, history } };
      },
    });
    const jobId = await submitJob(test, caller.key);

    const events = await (await openEvents(failing, pathOf(jobId), { key: caller.key })).rest();

    expect(events.map(({ id }) => id)).toEqual(["1"]);
    expect(failing.logged).toContainEqual(
      expect.objectContaining({ level: "error", message: "event stream broke off" }),
    );
    await runStages(test, jobId);
    expect((await (await open(jobId, "1")).rest()).map(({ id }) => id)).toEqual(["2", "3", "4", "5"]);
  });

  it("answers errors as JSON, before any stream begins", async () => {
    const accept = "text/event-stream";

    const unknown = await get(crypto.randomUUID(), "", { accept });
    const invalid = await get("none", "", { accept });

    expect([unknown.status, unknown.body.error.code]).toEqual([404, "job_not_found"]);
    expect([invalid.status, invalid.body.error.code]).toEqual([400, "invalid_request"]);
  });

  it("looks at the table only while somebody reads", async () => {
    const jobId = await submitJob(test, caller.key);

    const stream = await open(jobId);
    await stream.next();
    await new Promise((resolve) => setImmediate(resolve));

    expect(pauses).toBe(0);
    await stream.drop();
  });

  it("answers HEAD without starting anything", async () => {
    const jobId = await submitJob(test, caller.key);

    const response = await test.app.request(pathOf(jobId), {
      method: "HEAD",
      headers: { accept: "text/event-stream", authorization: `Bearer ${caller.key}` },
    });

    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    expect(pauses).toBe(0);
  });
});

describe("a client that goes away", () => {
  /** Time that never passes by itself: a wait ends only when its signal does. */
  async function startApp() {
    const waiting = new Set<AbortSignal>();
    const own = await createTestApp({
      sleep: (_ms, signal) =>
        new Promise((resolve) => {
          waiting.add(signal);
          signal.addEventListener("abort", () => {
            waiting.delete(signal);
            resolve();
          });
        }),
    });
    const { key } = await own.signUp();
    return { own, waiting, key, jobId: await submitJob(own, key) };
  }

  async function startServer() {
    const { own, waiting, key, jobId } = await startApp();
    const server = createServer(getRequestListener(own.app.fetch, { overrideGlobalObjects: false }));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A server that listens on a port has an address of this form.
    const { port } = server.address() as AddressInfo;
    const ask = (path: string, headers: Record<string, string>, signal: AbortSignal) =>
      fetch(`http://127.0.0.1:${port}/tickets/v1/jobs/${jobId}${path}`, {
        headers: { authorization: `Bearer ${key}`, ...headers },
        signal,
      });
    const stop = () => new Promise((resolve) => server.close(resolve));
    return { own, waiting, ask, stop };
  }

  it("gets the first events at once, and stops the looks at the table when it drops the stream", async () => {
    const { own, waiting, ask, stop } = await startServer();
    const gone = new AbortController();

    const stream = readEvents(await ask("/events", { accept: "text/event-stream" }, gone.signal));
    const first = await stream.next();
    await waitFor(() => waiting.size === 1, { what: "the stream to wait" });
    gone.abort();

    await waitFor(() => waiting.size === 0, { what: "the stream to end" });
    await waitFor(() => own.logged.some(({ message }) => message === "event stream ended"), { what: "its last word" });
    expect(first?.event).toBe("job.accepted");
    await stop();
  });

  // Not every server has a signal for it: Lambda's only lets go of the body.
  it("stops a stream also where nothing but its body tells", async () => {
    const { own, waiting, key, jobId } = await startApp();
    const stream = await openEvents(own, pathOf(jobId), { key });
    await stream.next();
    const next = stream.next();
    await waitFor(() => waiting.size === 1, { what: "the stream to wait" });

    await stream.drop();

    expect(waiting.size).toBe(0);
    expect(await next).toBeNull();
  });

  it.each([
    ["", {}],
    ["/result", {}],
    ["/events?after=1", { accept: "application/json" }],
  ])("stops the wait of GET {job_id}%s", async (path, headers) => {
    const { own, waiting, ask, stop } = await startServer();
    const gone = new AbortController();

    const answer = ask(path, { ...headers, prefer: "wait=20" }, gone.signal).catch(() => "gone");
    await waitFor(() => waiting.size === 1, { what: "the request to wait" });
    gone.abort();

    await waitFor(() => waiting.size === 0, { what: "the wait to end" });
    expect(await answer).toBe("gone");
    await waitFor(() => own.logged.filter(({ message }) => message === "request").length === 2, { what: "the end" });
    await stop();
  });
});
