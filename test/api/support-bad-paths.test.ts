import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { ownPath } from "../support/desk-references.ts";
import { deskRoutes, requestOf } from "../support/desk-routes.ts";
import { fullOrThird } from "../support/full-size.ts";
import { type FurnishedDesk, furnishDesk } from "../support/furnished-desk.ts";
import { hostileIds, hostileTexts } from "../support/hostile-values.ts";
import { expectNothingWritten, expectRefusal } from "../support/refusals.ts";

let test: TestApp;
let desk: FurnishedDesk;

beforeAll(async () => {
  test = await createTestApp({ ownTable: true });
  desk = await furnishDesk(test, "own");
});

const writingNothing = (run: () => Promise<void>) => expectNothingWritten(test, run);

describe("K7 ids in paths", () => {
  const routes = Object.keys(deskRoutes).filter((route) => route.includes(":"));

  it.each(fullOrThird(routes))("%s answers nothing but 404 to what is no id", (route) =>
    writingNothing(async () => {
      const names = [...route.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
      const { method, call } = requestOf(route);
      const template = route.split(" ")[1] ?? "";
      const own = ownPath(route, desk.ids);
      for (const name of names) {
        for (const hostile of hostileIds) {
          const path = template.replaceAll(/:(\w+)/g, (_all, one) => (one === name ? hostile : (own[one] ?? "")));
          const answer = await test.call(method, path, { key: desk.owner.key, ...call });
          // A tag that no ticket carries is taken off without a word.
          const statuses = method === "DELETE" && name === "tagId" ? [204, 404] : [404];
          expect(statuses, `${name} ${hostile.slice(0, 30)}: ${answer.text}`).toContain(answer.status);
          expect(answer.headers.get("set-cookie")).toBeNull();
        }
      }
    }),
  );
});

describe("K6 queries", () => {
  const lists = Object.keys(deskRoutes).filter((route) => route.startsWith("GET") && deskRoutes[route]?.status === 200);
  const paged = lists.filter((route) => !/stats|export|session/.test(route));

  it.each(paged)("%s refuses pages that there are not", async (route) => {
    const { path } = requestOf(route);
    const queries = ["limit=0", "limit=-1", "limit=201", "limit=1e2", "limit=1.5", "limit=", "limit=x", "limit[]=1"];
    const others = ["limit=1&limit=2", "cursor=", "cursor=x", `cursor=${"x".repeat(5_000)}`, "cursor=%00", "unknown=1"];
    for (const query of [...queries, ...others, "__proto__=1", "limit=99999999999999999999"]) {
      const answer = await test.call("GET", `${path}?${query}`, { key: desk.owner.key });
      expectRefusal(answer, query.slice(0, 30));
    }
  });

  it.each(["/api/v1/tickets", "/api/v1/tickets/stats"])("%s refuses filters that are none", async (path) => {
    const wrong = ["status=", "status=none", "status=open,", "status=open%00", "priority=HIGH", "category=a,b"];
    const odd = ["slaBreached=yes", "q=", `q=${"x".repeat(201)}`, `assigneeId=${"x".repeat(129)}`, "tag=", "tag=,"];
    const many = `teamId=${Array.from({ length: 51 }, (_, at) => `t${at}`).join(",")}`;
    for (const query of [...wrong, ...odd, many, "contactEmail=a@example.org", "status=open&status=closed"]) {
      expectRefusal(await test.call("GET", `${path}?${query}`, { key: desk.owner.key }), query.slice(0, 30));
    }
  });

  it.each(fullOrThird(Object.entries(hostileTexts)))("searches for %s as for any text", async (_what, text) => {
    const query = new URLSearchParams({ q: text, tag: text, assigneeId: text, teamId: text });

    const { status, body } = await test.call("GET", `/api/v1/tickets?${query}`, { key: desk.owner.key });

    expect([200, 400]).toContain(status);
    if (status === 200) expect(body.tickets).toEqual([]);
  });
});
