import { platforms } from "@tessera/core/settings";
import type { Egress } from "@tessera/providers/http";
import { platformFactories } from "@tessera/providers/platforms";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectTo, makeBrief, makeMessage, startFakeJira } from "../../support/platforms/index.ts";

async function startWorld() {
  const fake = await startFakeJira();
  onTestFinished(() => fake.stop());
  return { fake, jira: connectTo().connect("jira", fake.config) };
}

type World = Awaited<ReturnType<typeof startWorld>>;
const pathsOf = ({ fake }: World) => fake.requests.map(({ method, path }) => `${method} ${path}`);
const create = "POST /rest/api/2/issue";
const search = "POST /rest/api/3/search/jql";
const commentsOf = (method: string) => `${method} /rest/api/2/issue/OPS-1/comment`;

describe("LC-50 what Jira is sent", () => {
  it("is an issue in the project, with our label", async () => {
    const world = await startWorld();

    const outcome = await world.jira.send(makeMessage());

    expect(outcome).toEqual({ kind: "sent", ref: "OPS-1", url: `${world.fake.url}/browse/OPS-1` });
    expect(pathsOf(world)).toEqual([create]);
    expect(world.fake.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from("ops@example.com:jira-api-token").toString("base64")}`,
    );
    expect(world.fake.requests[0]?.body).toMatchObject({
      fields: {
        project: { key: "OPS" },
        issuetype: { name: "Bug" },
        summary: "inc-20260301-001 [high] payment-service: Payments time out",
        priority: { name: "High" },
        labels: ["tessera", "tessera-inc-20260301-001", "severity-high"],
      },
    });
  });

  it.each([
    ["critical", "Highest"],
    ["high", "High"],
    ["medium", "Medium"],
    ["low", "Low"],
  ] as const)("gives %s the priority %s", async (severity, name) => {
    const { fake, jira } = await startWorld();

    await jira.send(makeMessage({ incident: makeBrief({ severity }) }));

    expect(fake.requests[0]?.body).toMatchObject({ fields: { priority: { name } } });
  });

  it.each([
    ["acknowledge", "was acknowledged"],
    ["resolve", "was resolved"],
    ["trigger", "needs attention"],
  ] as const)("is a comment where %s comes after the issue", async (action, words) => {
    const world = await startWorld();
    await world.jira.send(makeMessage());

    const outcome = await world.jira.send(makeMessage({ action, ref: "OPS-1" }));

    expect(outcome).toMatchObject({ kind: "sent", ref: "OPS-1" });
    expect(pathsOf(world)).toEqual([create, commentsOf("POST")]);
    expect(world.fake.issues[0]?.comments).toEqual([
      expect.stringContaining(`Incident inc-20260301-001 \\[high\\] of payment-service ${words}`),
    ]);
  });

  it("finds its issue by the label where the key was never stored", async () => {
    const world = await startWorld();
    await world.jira.send(makeMessage());

    const outcome = await world.jira.send(makeMessage({ action: "resolve" }));

    expect(outcome).toMatchObject({ kind: "sent", ref: "OPS-1" });
    expect(pathsOf(world)).toEqual([create, search, commentsOf("POST")]);
    expect(world.fake.requests[1]?.body).toMatchObject({
      jql: 'project = "OPS" AND labels = "tessera-inc-20260301-001" ORDER BY created ASC',
    });
  });

  it("has nothing to say about an incident without an issue", async () => {
    const { fake, jira } = await startWorld();

    const outcome = await jira.send(makeMessage({ action: "resolve" }));

    expect(outcome).toEqual({ kind: "skipped", reason: "The platform has no ticket for this incident" });
    expect(fake.issues).toEqual([]);
  });

  it("joins its paths to a base URL that ends with a slash or has a path", async () => {
    const { fake } = await startWorld();
    const jira = connectTo().connect("jira", { ...fake.config, baseUrl: `${fake.url}/rest/` });

    await jira.probe();

    expect(fake.requests[0]?.path).toBe("/rest/rest/api/2/myself");
  });
});

describe("A12 Jira knows no key against duplicates, so a repeat", () => {
  it("finds the issue whose key was lost: there is one", async () => {
    const world = await startWorld();
    world.fake.failNext("lost");

    const first = await world.jira.send(makeMessage());
    const second = await world.jira.send(makeMessage({ repeated: true }));

    expect(first).toMatchObject({ kind: "failed", retryable: true });
    expect(second).toMatchObject({ kind: "sent", ref: "OPS-1" });
    expect(world.fake.issues).toHaveLength(1);
    expect(pathsOf(world)).toEqual([create, search]);
  });

  it("creates the issue where the former attempt never arrived", async () => {
    const { fake, jira } = await startWorld();
    fake.failNext("reset");
    await jira.send(makeMessage());

    const second = await jira.send(makeMessage({ repeated: true }));

    expect(second).toMatchObject({ kind: "sent", ref: "OPS-1" });
    expect(fake.issues).toHaveLength(1);
  });

  it("finds the comment whose answer was lost: there is one", async () => {
    const world = await startWorld();
    await world.jira.send(makeMessage());
    world.fake.failNext("lost");
    const resolve = makeMessage({ action: "resolve", ref: "OPS-1" });

    await world.jira.send(resolve);
    const second = await world.jira.send({ ...resolve, repeated: true });

    expect(second).toMatchObject({ kind: "sent" });
    expect(world.fake.issues[0]?.comments).toHaveLength(1);
    expect(pathsOf(world).slice(1)).toEqual([commentsOf("POST"), commentsOf("GET")]);
  });

  it("comments again for another move", async () => {
    const { fake, jira } = await startWorld();
    await jira.send(makeMessage());
    await jira.send(makeMessage({ action: "resolve", ref: "OPS-1", attemptKey: "first resolve" }));

    await jira.send(makeMessage({ action: "resolve", ref: "OPS-1", attemptKey: "second resolve", repeated: true }));

    expect(fake.issues[0]?.comments).toHaveLength(2);
  });

  it("waits where the search is not available for now", async () => {
    const { fake, jira } = await startWorld();
    fake.failNext({ status: 503, headers: { "retry-after": "7" } });

    const outcome = await jira.send(makeMessage({ repeated: true }));

    expect(outcome).toMatchObject({ kind: "failed", retryable: true, retryAfterSeconds: 7 });
    expect(fake.issues).toEqual([]);
  });

  it.each([401, 403])("stops where the search answers %d: creating would be refused as well", async (status) => {
    const { fake, jira } = await startWorld();
    fake.failNext({ status });

    const outcome = await jira.send(makeMessage({ repeated: true }));

    expect(outcome).toEqual({ kind: "failed", reason: "Invalid credentials", retryable: false });
    expect(fake.issues).toEqual([]);
  });

  it("creates the issue where there is no search at all: twice is better than never", async () => {
    const { fake, jira } = await startWorld();
    fake.failNext({ status: 404 });

    expect(await jira.send(makeMessage({ repeated: true }))).toMatchObject({ kind: "sent", ref: "OPS-1" });
    expect(fake.issues).toHaveLength(1);
  });
});

describe("LC-47 the time for one message", () => {
  it("is shared by all its calls", async () => {
    const given: number[] = [];
    const egress: Egress = {
      check: () => null,
      send: async ({ timeoutMs }) => {
        given.push(timeoutMs);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return { status: 200, headers: {}, body: new Uint8Array(), truncated: false };
      },
    };
    const tools = { egress, checkUrl: () => null, now: () => new Date(), timeoutMs: 10_000 };
    const config = { baseUrl: "https://acme.atlassian.net", apiToken: "t", userEmail: "a@acme.example" };
    const jira = platformFactories.jira(platforms.jira.config.parse(config), tools);

    await jira.send(makeMessage({ repeated: true }));

    const [forSearch = 0, forCreate = 0] = given;
    expect(given).toHaveLength(2);
    expect(forSearch).toBeLessThanOrEqual(10_000);
    expect(forCreate).toBeLessThan(forSearch);
  });
});

describe("an answer that cannot be read", () => {
  it.each(["ok", {}, { key: "../../../x" }, { key: 7 }])(
    "to a new issue counts as sent, without a key: %j",
    async (body) => {
      const { fake, jira } = await startWorld();
      fake.failNext({ status: 201, body });

      expect(await jira.send(makeMessage())).toEqual({ kind: "sent", ref: null, url: null });
    },
  );
});
