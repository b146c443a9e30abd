import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Direction, intersectionOf, type PositionList, unionOf } from "../../packages/store/src/position-lists.ts";

const boundless = () => ({ pages: Number.POSITIVE_INFINITY });
const sorted = (positions: Iterable<string>, direction: Direction) => {
  const ascending = [...positions].toSorted();
  return direction === "ascending" ? ascending : ascending.toReversed();
};

function listOf(positions: readonly string[], direction: Direction): PositionList & { steps: number } {
  let rest = sorted(new Set(positions), direction);
  const list = {
    steps: 0,
    peek: async () => rest[0],
    next: async () => {
      list.steps += 1;
      return rest.shift();
    },
    advance: async (to: string) => {
      list.steps += 1;
      rest = rest.filter((position) => (direction === "ascending" ? position >= to : position <= to));
    },
  };
  return list;
}

async function readAll(list: PositionList): Promise<string[]> {
  const all: string[] = [];
  for (let position = await list.next(); position !== undefined; position = await list.next()) all.push(position);
  return all;
}

const position = fc.integer({ min: 0, max: 40 }).map((number) => String(number).padStart(3, "0"));
const lists = fc.array(fc.array(position, { maxLength: 30 }), { minLength: 1, maxLength: 4 });
const direction = fc.constantFrom<Direction>("ascending", "descending");

describe("PX-5 lists of positions", () => {
  it("has in a union what stands in any list, each once and in order", async () => {
    await fc.assert(
      fc.asyncProperty(lists, direction, async (given, order) => {
        const union = unionOf(
          given.map((positions) => listOf(positions, order)),
          order,
        );

        expect(await readAll(union)).toEqual(sorted(new Set(given.flat()), order));
      }),
    );
  });

  it("has in an intersection what stands in every list, each once and in order", async () => {
    await fc.assert(
      fc.asyncProperty(lists, direction, async (given, order) => {
        const opened = given.map((positions) => listOf(positions, order));
        const intersection = intersectionOf(opened, { direction: order, budget: boundless() });

        const common = new Set(given.flat().filter((it) => given.every((positions) => positions.includes(it))));
        expect(await readAll(intersection)).toEqual(sorted(common, order));
      }),
    );
  });

  it("skips to a position without losing what stands there", async () => {
    await fc.assert(
      fc.asyncProperty(lists, lists, position, direction, async (some, others, to, order) => {
        const unions = [some, others].map((given) =>
          unionOf(
            given.map((positions) => listOf(positions, order)),
            order,
          ),
        );
        const intersection = intersectionOf(unions, { direction: order, budget: boundless() });

        await intersection.advance(to);

        const common = new Set(some.flat().filter((it) => others.flat().includes(it)));
        const behind = [...common].filter((it) => (order === "ascending" ? it >= to : it <= to));
        expect(await readAll(intersection)).toEqual(sorted(behind, order));
      }),
    );
  });

  it("loses nothing once its budget is spent: what it then answers holds every common position", async () => {
    await fc.assert(
      fc.asyncProperty(lists, direction, async (given, order) => {
        const opened = given.map((positions) => listOf(positions, order));
        const found = await readAll(intersectionOf(opened, { direction: order, budget: { pages: 0 } }));

        const common = given.flat().filter((it) => given.every((positions) => positions.includes(it)));
        expect(found).toEqual(expect.arrayContaining(common));
        expect(found).toEqual(sorted(new Set(found), order));
      }),
    );
  });

  it("steps over what only one list has, instead of walking it", async () => {
    const long = listOf(
      Array.from({ length: 10_000 }, (_, at) => String(at).padStart(5, "0")),
      "ascending",
    );
    const short = listOf(["00500", "09000"], "ascending");

    const found = await readAll(intersectionOf([long, short], { direction: "ascending", budget: boundless() }));

    expect(found).toEqual(["00500", "09000"]);
    expect(long.steps).toBeLessThan(20);
  });
});
