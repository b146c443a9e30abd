import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { type Desk, expectStatus, openDesk } from "../support/desk.ts";

let test: TestApp;
let desk: Desk;
let foreign: Desk;
beforeAll(async () => {
  test = await createTestApp();
  [desk, foreign] = [await openDesk(test), await openDesk(test)];
});

interface Kind {
  path: string;
  listField: string;
  subjectType: string;
  /** A body of its own for each row that a test makes. */
  make(): Record<string, unknown>;
  change: Record<string, unknown>;
  /** A fault that the body's schema finds. */
  wrong: Record<string, unknown>;
  forManagers: boolean;
}

const name = () => `Row ${crypto.randomUUID()}`;
const hours = { monday: [{ from: "09:00", to: "17:00" }] };

/** What no other row of the desk has: policies are one for a team and priority, so each test's desk has four. */
const priorities = ["low", "medium", "high", "urgent"];
const policy = () => ({ priority: priorities.shift(), firstResponseMinutes: 30, resolutionMinutes: 60 });

const kinds: Record<string, Kind> = {
  "PX-60 ticket tags": {
    path: "/api/v1/ticket-tags",
    listField: "tags",
    subjectType: "ticket_tag",
    make: () => ({ name: name() }),
    change: { color: "#112233" },
    wrong: { name: "x", color: "red" },
    forManagers: false,
  },
  "PX-61 canned responses": {
    path: "/api/v1/canned-responses",
    listField: "cannedResponses",
    subjectType: "canned_response",
    make: () => ({ title: name(), body: "Hello" }),
    change: { body: "Good morning" },
    wrong: { title: "x" },
    forManagers: false,
  },
  "PX-28 SLA policies": {
    path: "/api/v1/sla-policies",
    listField: "slaPolicies",
    subjectType: "sla_policy",
    make: policy,
    change: { resolutionMinutes: 90 },
    wrong: { priority: "high", firstResponseMinutes: 0, resolutionMinutes: 60 },
    forManagers: true,
  },
  "G-5 business calendars": {
    path: "/api/v1/business-calendars",
    listField: "calendars",
    subjectType: "business_calendar",
    make: () => ({ name: name(), timeZone: "Europe/Berlin", hours }),
    change: { timeZone: "UTC" },
    wrong: { name: "x", timeZone: "UTC", hours: { noday: [] } },
    forManagers: true,
  },
};

describe.each(Object.entries(kinds))(
  "%s",
  (_title, { path, listField, subjectType, make, change, wrong, forManagers }) => {
    /** A desk without rows, one row of which is made. */
    async function withRow() {
      const own = await openDesk(test);
      priorities.splice(0, priorities.length, "low", "medium", "high", "urgent");
      const { key } = own.admin;
      const { body: row, headers } = expectStatus(await test.call("POST", path, { key, body: make() }), 201);
      return { own, key, row, etag: headers.get("etag"), url: `${path}/${row.id}` };
    }

    const entriesOf = async (id: string) => {
      const entries = [];
      for await (const entry of test.store.audit.entries({ type: subjectType, id })) entries.push(entry);
      return entries;
    };

    it("are made, read, changed and deleted, each change with its record", async () => {
      const { own, key, row, url } = await withRow();
      test.clock.advance(1_000);

      const read = await test.call("GET", url, { key });
      const changed = await test.call("PATCH", url, { key, body: change });
      const deleted = await test.call("DELETE", url, { key });
      const gone = await test.call("GET", url, { key });

      expect(read.body).toEqual(row);
      expect(changed.body).toEqual({ ...row, ...change, version: 2, updatedAt: test.clock.now().toISOString() });
      expect([deleted.status, deleted.text, gone.status]).toEqual([204, "", 404]);
      const entries = await entriesOf(row.id);
      expect(entries.map(({ action }) => action)).toEqual(
        ["created", "updated", "deleted"].map((verb) => `${subjectType}.${verb}`),
      );
      expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set([`user:${own.admin.user.id}`]));
      expect(await test.store.audit.verify({ type: subjectType, id: row.id })).toEqual({ entries: 3, fault: null });
    });

    it("are listed newest first, page by page, with their number", async () => {
      const { key, row } = await withRow();
      test.clock.advance(1_000);
      const second = (await test.call("POST", path, { key, body: make() })).body;
      test.clock.advance(1_000);
      const third = (await test.call("POST", path, { key, body: make() })).body;

      const first = await test.call("GET", `${path}?limit=2`, { key });
      const next = await test.call("GET", `${path}?limit=2&cursor=${first.body.nextCursor}`, { key });

      expect(first.body).toEqual({
        [listField]: [third, second],
        total: 3,
        limit: 2,
        offset: 0,
        nextCursor: expect.any(String),
      });
      expect(next.body).toEqual({ [listField]: [row], total: 3, limit: 2, offset: 0, nextCursor: null });
    });

    it("are not written by a change that changes nothing", async () => {
      const { key, row, url, etag } = await withRow();
      const { id: _id, createdAt: _at, updatedAt: _then, version: _version, ...same } = row;
      test.clock.advance(1_000);

      const answers = [
        await test.call("PATCH", url, { key, body: same }),
        await test.call("PATCH", url, { key, body: {} }),
      ];

      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [200, row],
        [200, row],
      ]);
      expect(answers[0]?.headers.get("etag")).toBe(etag);
      expect(await entriesOf(row.id)).toHaveLength(1);
    });

    it("are changed and deleted only in the version of If-Match", async () => {
      const { key, url, etag } = await withRow();
      const headers = { "if-match": String(etag) };

      const changed = await test.call("PATCH", url, { key, body: change, headers });
      const late = await test.call("PATCH", url, { key, body: change, headers });
      const lateDelete = await test.call("DELETE", url, { key, headers });
      const deleted = await test.call("DELETE", url, {
        key,
        headers: { "if-match": String(changed.headers.get("etag")) },
      });

      expect([changed, late, lateDelete, deleted].map(({ status }) => status)).toEqual([200, 412, 412, 204]);
    });

    it("are made once under one Idempotency-Key, also when it is sent twice at once", async () => {
      const { key } = await withRow();
      const call = { key, body: make(), headers: { "idempotency-key": "once" } };

      const answers = await Promise.all([1, 2, 3].map(() => test.call("POST", path, call)));
      const other = await test.call("POST", path, { ...call, body: { ...call.body, ...change } });

      expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
      expect(other.status).toBe(422);
      expect((await test.call("GET", path, { key })).body.total).toBe(2);
    });

    it("keep both of two changes that are made at once", async () => {
      const { key, url } = await withRow();

      const answers = await Promise.all([1, 2, 3, 4].map(() => test.call("PATCH", url, { key, body: change })));

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect((await test.call("GET", url, { key })).body).toMatchObject({ ...change, version: 2 });
    });

    it("are refused with what is wrong with them", async () => {
      const { key, url } = await withRow();

      const bad = await test.call("POST", path, { key, body: wrong });
      const unknownField = await test.call("PATCH", url, { key, body: { ...change, colour: "red" } });

      expect([bad.status, unknownField.status]).toEqual([400, 400]);
      expect(bad.body.error).toEqual(expect.any(String));
      expect((await test.call("GET", path, { key })).body.total).toBe(1);
    });

    // J2: whoever asks must not learn what another organisation has.
    it("of another organisation answer like those that nobody has", async () => {
      const { url, row, key } = await withRow();
      const unknown = `${path}/${row.id.slice(0, -4)}0000`;
      const asForeigner = async (method: string, body?: object) => {
        const answers = [url, unknown, `${path}/no-id`].map((at) =>
          test.call(method, at, { key: foreign.owner.key, body }),
        );
        return (await Promise.all(answers)).map(({ status, text }) => `${status} ${text}`);
      };

      const answers = [await asForeigner("GET"), await asForeigner("PATCH", change), await asForeigner("DELETE")];

      for (const [theirs, nobodys, odd] of answers) {
        expect(theirs).toMatch(/^404 /);
        expect([nobodys, odd]).toEqual([theirs, theirs]);
      }
      expect((await test.call("GET", path, { key: foreign.owner.key })).text).not.toContain(row.id);
      expect((await test.call("GET", url, { key })).body).toEqual(row);
    });

    it("are read by every member, and deleted by Owner and Admin alone (D-14)", async () => {
      const { own, url } = await withRow();
      const { key } = own.member;

      const answers = [
        await test.call("GET", url, { key }),
        await test.call("GET", path, { key }),
        await test.call("DELETE", url, { key }),
        await test.call("DELETE", url, { key: own.owner.key }),
      ];

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 403, 204]);
    });

    it(forManagers ? "are changed by Owner and Admin alone" : "are changed by every member", async () => {
      const { own, url } = await withRow();
      const { key } = own.member;

      const created = await test.call("POST", path, { key, body: make() });
      const changed = await test.call("PATCH", url, { key, body: change });
      const bad = await test.call("POST", path, { key, body: wrong });

      // Who may not write does not learn what would be wrong with the request.
      expect([created.status, changed.status, bad.status]).toEqual(forManagers ? [403, 403, 403] : [201, 200, 400]);
    });

    it("are nobody's without a key, or without the permission", async () => {
      const { key: readKey } = await test.signUp({ scopes: ["issues.read"], tenantId: desk.tenantId });

      const answers = [
        await test.call("GET", path),
        await test.call("GET", path, { key: readKey }),
        await test.call("POST", path, { key: readKey, body: make() }),
        await test.call("PATCH", `${path}/x`, { key: readKey, body: change }),
        await test.call("DELETE", `${path}/x`, { key: readKey }),
      ];

      expect(answers.map(({ status }) => status)).toEqual([401, 200, 403, 403, 403]);
    });
  },
);
