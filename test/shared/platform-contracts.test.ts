import type { PlatformName } from "@tessera/core/settings";
import { describe, expect, it, onTestFinished } from "vitest";
import { type FindFaults, loadApi, loadSchema, type SentRequest } from "../support/platforms/contract.ts";
import { fakePlatforms, makeBrief, makeMessage } from "../support/platforms/index.ts";

type Fields = Record<string, unknown>;
type Mutant = readonly [name: string, mutate: (request: SentRequest) => SentRequest];

/** A request with other fields in its body, in `at` or at its top. */
const withBody = (name: string, fields: Fields, at?: string): Mutant => [
  name,
  (request) => {
    const body = Object(request.body);
    return { ...request, body: { ...body, ...(at === undefined ? fields : { [at]: { ...body[at], ...fields } }) } };
  },
];
const withQuery = (name: string, query: Record<string, string>): Mutant => [
  name,
  (request) => ({ ...request, query: { ...request.query, ...query } }),
];
const withPath = (name: string, path: string): Mutant => [name, (request) => ({ ...request, path })];

interface Contract {
  findFaults: FindFaults;
  /** Requests that are wrong in one place. Each changes the first request with this method and path. */
  mutants: readonly { of: string; cases: readonly Mutant[] }[];
}

const sysId = "0123456789abcdef0123456789abcdef";

const contracts: Record<PlatformName, () => Contract> = {
  pagerduty: () => ({
    findFaults: loadApi("pagerduty-events-v2.json", (path) => path.replace(/^\/v2/, "")),
    mutants: [
      {
        of: "POST /v2/enqueue",
        cases: [
          withBody("our own severity (M2)", { severity: "high" }, "payload"),
          withBody("no key of a service", { routing_key: undefined }),
          withBody("an action that nobody knows", { event_action: "close" }),
          withBody("no summary", { summary: undefined }, "payload"),
          withBody("another vendor's field", { alias: "x" }),
          withPath("a path of the first version", "/generic/2010-04-15/create_event.json"),
        ],
      },
      {
        of: "POST /v2/change/enqueue",
        cases: [withBody("no payload", { payload: undefined })],
      },
    ],
  }),
  jira: () => ({
    // LC-50 asks for version 2, which differs from the contract's version 3 in texts only: wiki markup, not documents.
    findFaults: loadApi("jira-platform.json", (path) => path.replace("/rest/api/2/", "/rest/api/3/")),
    mutants: [
      {
        of: "POST /rest/api/2/issue",
        cases: [
          withBody("fields that are text", { fields: "x" }),
          withBody("a field beside the fields", { summary: "x" }),
        ],
      },
      {
        of: "POST /rest/api/3/search/jql",
        cases: [
          withBody("the paging of the search that was removed (M3)", { startAt: 0 }),
          withBody("a limit that is text", { maxResults: "1" }),
          withBody("a list of fields that is text", { fields: "summary" }),
        ],
      },
      {
        of: "POST /rest/api/2/issue/OPS-1/comment",
        cases: [withBody("another vendor's field", { work_notes: "x" })],
      },
      {
        of: "GET /rest/api/2/issue/OPS-1/comment",
        cases: [withQuery("an order that nobody knows", { orderBy: "newest" })],
      },
      {
        of: "GET /rest/api/2/myself",
        cases: [withPath("a path that nobody knows", "/rest/api/2/me")],
      },
    ],
  }),
  servicenow: () => ({
    findFaults: loadApi("servicenow-table.json", (path) => path.replace(/^\/api\/now/, "")),
    mutants: [
      {
        of: "GET /api/now/table/incident",
        cases: [
          withQuery("a limit of no rows", { sysparm_limit: "0" }),
          withQuery("a parameter that nobody knows", { limit: "1" }),
        ],
      },
      {
        of: "POST /api/now/table/incident",
        cases: [
          withQuery("a switch that is neither on nor off", { sysparm_input_display_value: "maybe" }),
          ["a body that is no record", (request) => ({ ...request, body: [request.body] })],
        ],
      },
      {
        of: `PATCH /api/now/table/incident/${sysId}`,
        cases: [withPath("an id that is a number", "/api/now/table/incident/INC0010001")],
      },
    ],
  }),
  opsgenie: () => ({
    findFaults: loadApi("opsgenie.json", (path) => path),
    mutants: [
      {
        of: "POST /v2/alerts",
        cases: [
          withBody("no message", { message: undefined }),
          withBody("our own severity", { priority: "high" }),
          withBody("details that are numbers", { score: 4.2 }, "details"),
          withBody("a team of no type", { responders: [{ name: "Payments" }] }),
          withBody("another vendor's field", { routing_key: "x" }),
        ],
      },
      {
        of: "POST /v2/alerts/inc-20260301-001/close",
        cases: [
          withQuery("a kind of identifier that nobody knows", { identifierType: "key" }),
          withBody("a note that is a list", { note: ["x"] }),
        ],
      },
      {
        of: "GET /v2/heartbeats",
        cases: [withQuery("a parameter that nobody knows", { limit: "0" })],
      },
    ],
  }),
  slack: () => ({
    findFaults: loadSchema("slack-incoming-webhook.schema.json"),
    mutants: [
      {
        of: "POST /services/T00000000/B00000000/webhook-secret",
        cases: [
          withBody("a text that is a number", { text: 1 }),
          withBody("a block that nobody knows", { blocks: [{ type: "paragraph", text: "x" }] }),
          withBody("a section without a kind of text", { blocks: [{ type: "section", text: { text: "x" } }] }),
          withBody("a field that nobody knows", { message: "x" }),
        ],
      },
    ],
  }),
};

/** Every request that an adapter can make: all severities and actions, first attempts and repeats, and the probe. */
async function allRequests(start: (typeof fakePlatforms)[number]["start"]): Promise<SentRequest[]> {
  const { host, connect } = await start();
  onTestFinished(() => host.stop());
  const platform = connect();

  await platform.probe();
  for (const severity of ["critical", "high", "medium", "low"] as const) {
    const incident = makeBrief({ severity, id: `inc-20260301-00${severity.length}`, link: null, traceId: null });
    await platform.send(makeMessage({ incident }));
  }
  const first = await platform.send(makeMessage({ repeated: true }));
  const ref = first.kind === "sent" ? first.ref : null;
  for (const action of ["acknowledge", "resolve"] as const) {
    await platform.send(makeMessage({ action, ref }));
    await platform.send(makeMessage({ action, ref, repeated: true }));
  }
  return host.requests;
}

describe.each(fakePlatforms)("M1 requests to $name satisfy the vendor's contract", ({ name, start }) => {
  const { findFaults, mutants } = contracts[name]();

  it("whatever is sent", async () => {
    const requests = await allRequests(start);

    expect(requests.length).toBeGreaterThanOrEqual(8);
    for (const request of requests) expect(findFaults(request)).toEqual([]);
  });

  describe.each(mutants)("can fail for $of (M8)", ({ of, cases }) => {
    it.each(cases)("with %s", async (_name, mutate) => {
      const requests = await allRequests(start);
      const request = requests.find(({ method, path }) => sameKind(`${method} ${path}`, of));
      if (!request) throw new Error(`nothing was sent as ${of}`);

      expect(findFaults(mutate(request))).not.toEqual([]);
    });
  });
});

/** Keys and ids of a fake differ from run to run. */
function sameKind(one: string, other: string): boolean {
  const plain = (route: string) => route.replace(/[0-9a-f]{32}|OPS-\d+|inc-\d+-\d+/g, "*");
  return plain(one) === plain(other);
}
