import { expect, it } from "vitest";
import { createQueue } from "../../packages/core/src/in-turn.ts";

it("runs one after another, in order, and goes on behind a failure", async () => {
  const inTurn = createQueue();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    if (name === "b") throw new Error("b failed");
    return name;
  };

  const results = await Promise.allSettled(["a", "b", "c"].map((name) => inTurn(work(name))));

  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
