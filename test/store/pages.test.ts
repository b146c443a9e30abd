import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCursors } from "../../packages/store/src/cursor.ts";
import { readPage } from "../../packages/store/src/pages.ts";
import { signingKey } from "./world.ts";

const cursors = createCursors(signingKey);

interface Plan {
  /** For each entry, whether its row may be shown. */
  shown: boolean[];
  limit: number;
  offset: number;
  /** Entries after which looking for more has cost enough; 0 for never. */
  spentAfter: number;
  examineLimit: number;
}

/** All pages of a list of numbers, as a client would read them. */
async function readAll({ shown, limit, offset, spentAfter, examineLimit }: Plan): Promise<number[][]> {
  const pages: number[][] = [];
  let cursor: string | undefined;
  do {
    let taken = 0;
    const page = await readPage<number>(
      cursors,
      { limit, ...(cursor === undefined ? { offset } : { cursor }) },
      {
        list: "numbers",
        isExact: shown.every(Boolean),
        examineLimit,
        isSpent: () => spentAfter > 0 && taken >= spentAfter,
        async *entries(from) {
          for (let at = from === undefined ? 0 : Number(from); at < shown.length; at += 1) {
            taken += 1;
            yield { pk: "", sk: "", position: String(at) };
          }
        },
        load: async (entries) =>
          entries.map(({ position }) => (shown[Number(position)] ? Number(position) : undefined)),
      },
    );
    pages.push(page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  shown: fc.oneof(fc.array(fc.boolean(), { maxLength: 80 }), fc.array(fc.constant(true), { maxLength: 80 })),
  limit: fc.integer({ min: 1, max: 30 }),
  offset: fc.integer({ min: 0, max: 60 }),
  spentAfter: fc.integer({ min: 0, max: 40 }),
  examineLimit: fc.integer({ min: 1, max: 100 }),
});

describe("P-11 pages of a list", () => {
  it("hold every row once and in order, wherever a page is cut and however many rows are skipped", async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (given) => {
        const pages = await readAll(given);

        const all = given.shown.flatMap((isShown, at) => (isShown ? [at] : []));
        expect(pages.flat()).toEqual(all.slice(given.offset));
        expect(pages.every((page) => page.length <= given.limit)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("are full but for the last, where nothing cuts them short", async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (given) => {
        const pages = await readAll({ ...given, spentAfter: 0, examineLimit: Number.POSITIVE_INFINITY });

        expect(pages.slice(0, -1).every((page) => page.length === given.limit)).toBe(true);
      }),
    );
  });
});
