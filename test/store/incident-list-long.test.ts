import { emptyHead } from "@tessera/core/audit";
import { listIncidents } from "@tessera/core/incidents";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

/** One more than a page may hold. */
const count = 1_001;

let world: World;
let desk: IncidentDesk;
beforeAll(async () => {
  world = await startWorld();
  desk = openIncidents(world);
  await saveMany();
}, 120_000);
afterAll(() => world.stop());

const idOf = (number: number) => `inc-20260301-${String(number).padStart(3, "0")}`;

/** Rows as the verbs write them, each a second after the one before it; without trails, which a list does not read. */
async function saveMany(): Promise<void> {
  const first = await desk.open();
  const numbers = Array.from({ length: count - 1 }, (_, at) => at + 2)[Symbol.iterator]();
  const writer = async () => {
    for (const number of numbers) {
      const createdAt = new Date(desk.clock.now.getTime() + number * 1_000).toISOString();
      const after = { ...first, id: idOf(number), createdAt, version: 1, audit: emptyHead, anomalyAudit: emptyHead };
      await world.incidents.commit({ before: null, after }, desk.clock.now);
    }
  };
  await Promise.all(Array.from({ length: 20 }, writer));
}

describe("LC-1 more incidents than one page holds", () => {
  it("come a thousand at a time, newest first, and the rest with the next page", async () => {
    const read = (cursor?: string) =>
      listIncidents(desk.context(), { limit: 1_000, offset: 0, filter: { status: ["open"] }, cursor });

    const page = await read();
    const rest = await read(page.cursor);

    const newestFirst = Array.from({ length: count }, (_, at) => idOf(count - at));
    expect(page.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 1_000));
    expect(rest.items.map(({ id }) => id)).toEqual([idOf(1)]);
    expect([page.total, rest.cursor]).toEqual([count, undefined]);
  });

  it("are searched to their end, when only the oldest matches", async () => {
    const found = await listIncidents(desk.context(), { limit: 10, offset: 0, filter: { q: "60301-001" } });

    expect(found.items.map(({ id }) => id)).toEqual([idOf(1)]);
  });

  it("are not counted one by one where no counter knows how many: not beyond a thousand", async () => {
    const { total } = await listIncidents(desk.context(), { limit: 1, offset: 0, filter: { service: "payment-api" } });

    expect(total).toBeNull();
  });
});
