import { describe, expect, it } from "vitest";
import { createSum } from "../../packages/store/src/capacity.ts";
import { createLoader } from "../../packages/store/src/loader.ts";

const keyOf = (pk: string) => ({ pk, sk: "ROW" });

function recordingLoader(read = async (pks: string[]) => pks.map((pk) => ({ pk }))) {
  const calls: string[][] = [];
  const load = createLoader(async (keys) => {
    const pks = keys.map(({ pk }) => pk);
    calls.push(pks);
    return { items: await read(pks), cost: { requests: 1, readUnits: pks.length, writeUnits: 0 } };
  });
  return { load, calls };
}

describe("reads of the same turn travel together", () => {
  it("asks for each key once, and gives every caller its item", async () => {
    const { load, calls } = recordingLoader();

    const loaded = await Promise.all(["a", "b", "a"].map((pk) => load(keyOf(pk))));

    expect(loaded.map(({ item }) => item)).toEqual([{ pk: "a" }, { pk: "b" }, { pk: "a" }]);
    expect(calls).toEqual([["a", "b"]]);
  });

  it("shares the cost, and loses none of it", async () => {
    const { load } = recordingLoader();
    const sum = createSum();

    const loaded = await Promise.all(["a", "b", "a", "c"].map((pk) => load(keyOf(pk))));
    for (const { cost } of loaded) sum.add(cost);

    expect(sum.total).toEqual({ requests: 1, readUnits: 3, writeUnits: 0 });
  });

  it("reads anew for who asks later: nothing is kept", async () => {
    const { load, calls } = recordingLoader();

    await load(keyOf("a"));
    await load(keyOf("a"));

    expect(calls).toEqual([["a"], ["a"]]);
  });

  it("fails every caller of a call that failed, and only those", async () => {
    let broken = true;
    const { load } = recordingLoader(async (pks) => {
      if (broken) throw new Error("no table");
      return pks.map((pk) => ({ pk }));
    });

    const failed = await Promise.allSettled([load(keyOf("a")), load(keyOf("b"))]);
    broken = false;
    const { item } = await load(keyOf("a"));

    expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(item).toEqual({ pk: "a" });
  });
});
