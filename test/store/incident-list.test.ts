import {
  type Incident,
  type IncidentFilter,
  incidentStatuses,
  listIncidents,
  matchesIncident,
  moveIncidents,
} from "@tessera/core/incidents";
import { severities } from "@tessera/core/settings";
import { createStore } from "@tessera/store";
import { createIncidentStore } from "@tessera/store/incidents";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSum } from "../../packages/store/src/capacity.ts";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { signingKey, startWorld, type World } from "./world.ts";

const count = 250;

let world: World;
let desk: IncidentDesk;
/** Newest first. */
let incidents: Incident[];
beforeAll(async () => {
  world = await startWorld();
  desk = openIncidents(world);
  await openVaried();
  incidents = await readAll({});
}, 60_000);
afterAll(() => world.stop());

/** Of all severities, services and statuses, no two in step; some of them at the same instant. */
async function openVaried(): Promise<void> {
  const moves = ["acknowledge", "resolve", "escalate"] as const;
  for (let start = 0; start < count; start += 10) {
    await Promise.all(
      Array.from({ length: 10 }, async (_, offset) => {
        const at = start + offset;
        const fields = { service: `service-${at % 5}`, severity: severities[at % 4], dedup_key: String(at) };
        const { id } = await desk.open({ ...fields, anomaly_type: at % 3 === 0 ? "latency" : "error_rate" });
        const move = moves[at % 7];
        if (move) await moveIncidents(desk.context(), { ids: [id], move });
      }),
    );
    desk.advance(1_000);
  }
}

const page = (input: Partial<Parameters<typeof listIncidents>[1]> = {}) =>
  listIncidents(desk.context(), { limit: 50, offset: 0, filter: {}, ...input });

async function readAll(filter: IncidentFilter, limit = 50): Promise<Incident[]> {
  const all: Incident[] = [];
  let cursor: string | undefined;
  do {
    const read = await page({ filter, limit, cursor });
    all.push(...read.items);
    cursor = read.cursor;
  } while (cursor !== undefined);
  return all;
}
const idsOf = (list: readonly Incident[]) => list.map(({ id }) => id);

describe("LC-1 the list", () => {
  it("holds every incident once, newest first", () => {
    const key = ({ createdAt, id }: Incident) => `${createdAt} ${id}`;

    expect(new Set(idsOf(incidents)).size).toBe(count);
    expect(incidents.map(key)).toEqual(incidents.map(key).toSorted().toReversed());
  });

  it.each([7, 100, 250, 1_000])("comes in pages of %d that neither repeat nor leave out any", async (limit) => {
    expect(idsOf(await readAll({}, limit))).toEqual(idsOf(incidents));
  });

  it("of a thousand at most comes in one page, with how many there are", async () => {
    const { items, total, cursor } = await page({ limit: 1_000 });

    expect([items.length, total, cursor]).toEqual([count, count, undefined]);
  });

  it.each([0, 1, 199, 249, 250, 1_000])("begins behind an offset of %d", async (offset) => {
    const { items, total } = await page({ offset, limit: 10 });

    expect(idsOf(items)).toEqual(idsOf(incidents).slice(offset, offset + 10));
    expect(total).toBe(count);
  });

  it("is empty for a tenant without incidents, and forbidden to whoever may not read it", async () => {
    const other = openIncidents(world);
    const input = { limit: 10, offset: 0, filter: {} };

    expect(await listIncidents(other.context(), input)).toMatchObject({ items: [], total: 0 });
    const nobody = other.context({ roles: [], scopes: ["tickets:read"] });
    await expect(listIncidents(nobody, input)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("refuses a cursor of another tenant, or of another filter (J3)", async () => {
    const { cursor } = await page({ limit: 10 });
    const refused = { code: "invalid_request", details: { field: "cursor" } };
    const other = openIncidents(world);

    await expect(page({ cursor, filter: { status: ["open"] } })).rejects.toMatchObject(refused);
    await expect(listIncidents(other.context(), { limit: 10, offset: 0, filter: {}, cursor })).rejects.toMatchObject(
      refused,
    );
  });
});

describe("LC-1 the filters", () => {
  const some = <Value>(values: readonly Value[]) =>
    fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
  const anyFilter: fc.Arbitrary<IncidentFilter> = fc.record({
    status: some(incidentStatuses),
    severity: some(severities),
    service: fc.option(fc.constantFrom("service-0", "service-3", "service"), { nil: undefined }),
    q: fc.option(fc.constantFrom("LATENCY", "service-2", "60301-01", "nowhere"), { nil: undefined, freq: 3 }),
  });

  it("hold what they say, alone and together, in pages and with an offset, and are counted", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, fc.nat({ max: 40 }), async (filter, offset) => {
        const expected = idsOf(incidents.filter((incident) => matchesIncident(incident, filter)));

        expect(idsOf(await readAll(filter, 20))).toEqual(expected);
        const { items, total } = await page({ filter, offset, limit: 20 });
        expect(idsOf(items)).toEqual(expected.slice(offset, offset + 20));
        expect(total).toBe(filter.q === undefined ? expected.length : null);
      }),
      { numRuns: 40 },
    );
  });

  it("follow an incident that moves", async () => {
    const other = openIncidents(world);
    const { id } = await other.open();
    const list = async (status: (typeof incidentStatuses)[number]) =>
      idsOf((await listIncidents(other.context(), { limit: 9, offset: 0, filter: { status: [status] } })).items);

    await moveIncidents(other.context(), { ids: [id], move: "acknowledge" });

    expect([await list("open"), await list("acknowledged")]).toEqual([[], [id]]);
  });
});

describe("LC-1 what a page costs", () => {
  /** What the table charged for a page by a store of its own. */
  async function costOf(input: Parameters<typeof page>[0]) {
    const meter = createSum();
    const { incidents: metered } = createIncidentStore(createStore({ ...world.dynamo, signingKey, meter }).open);
    const request = { limit: 20, offset: 0, filter: {}, ...input };
    const { items } = await metered.list(desk.tenantId as Parameters<typeof metered.list>[0], request);
    // Of a call that several rows share, each has its part.
    return { ...meter.total, requests: Math.round(meter.total.requests), shown: items.length };
  }

  it.each([
    ["all", {}],
    ["one status", { status: ["open"] }],
    ["one severity", { severity: ["critical"] }],
    ["one service", { service: "service-1" }],
  ] as [string, IncidentFilter][])("is what it shows, in two calls: %s", async (_which, filter) => {
    const [small, large] = [await costOf({ filter, limit: 5 }), await costOf({ filter, limit: 20 })];

    expect([small.requests, large.requests]).toEqual([2, 2]);
    expect([small.shown, large.shown]).toEqual([5, 20]);
    // A unit for each row, one of which tells that there is a next page; and the index, by the size of what is read of it.
    expect(small.readUnits).toBeLessThanOrEqual(6 + 1);
    expect(large.readUnits).toBeLessThanOrEqual(21 + 1);
  });

  it("does not grow with what lies behind it", async () => {
    const first = await costOf({ limit: 20 });
    const { cursor } = await page({ limit: 200 });

    expect(await costOf({ limit: 20, cursor })).toMatchObject({ requests: first.requests });
  });

  it("of a thousand rows is that of reading each of them once", async () => {
    const cost = await costOf({ limit: 1_000 });

    expect(cost.shown).toBe(count);
    // One query, and a hundred rows with each call.
    expect(cost.requests).toBeLessThanOrEqual(4);
    expect(cost.readUnits).toBeLessThanOrEqual(count + 10);
  });
});
