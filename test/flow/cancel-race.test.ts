import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fullSize } from "../support/full-size.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type TicketsClient, ticketsClient } from "../support/tickets-client.ts";

/** RELIABILITY H6 wants 1,000. */
const rounds = fullSize(1_000, 40);
const parallel = 8;
/** About the time that a job takes here, found by trying: later after each cancel that won, sooner after one that lost. */
let aimMs = 100;

let product: Product;
let client: TicketsClient;
beforeAll(async () => {
  product = await startProduct({
    env: { TESSERA_SWEEP_SECONDS: "1" },
  });
  client = ticketsClient(product);
});
afterAll(() => product?.dispose());

async function race(): Promise<{ ended: string; cancel: number; result: number; resultIsTickets: boolean }> {
  const jobId = await client.submit();
  await new Promise((resolve) => setTimeout(resolve, aimMs * (0.5 + Math.random())));
  const cancel = await client.cancel(jobId);
  aimMs *= cancel.status === 200 ? 1.1 : 0.9;
  const job = await client.untilEnded(jobId);
  const result = await client.result(jobId);
  const { schema_version: version } = result.body as { schema_version: string };
  return {
    ended: job.status,
    cancel: cancel.status,
    result: result.status,
    resultIsTickets: version === "tickets.result.v1",
  };
}

describe(`H6, TF-35 cancel against completion, ${rounds} rounds`, () => {
  it("ends in exactly one of the two: never both, never stuck", async () => {
    const outcomes: Awaited<ReturnType<typeof race>>[] = [];

    await Promise.all(
      Array.from({ length: parallel }, async () => {
        for (let round = 0; round < rounds / parallel; round += 1) outcomes.push(await race());
      }),
    );

    expect(outcomes).toHaveLength(rounds);
    for (const outcome of outcomes) {
      expect([
        { ended: "completed", cancel: 409, result: 200, resultIsTickets: true },
        { ended: "cancelled", cancel: 200, result: 200, resultIsTickets: false },
      ]).toContainEqual(outcome);
    }
    // A race that one side always wins has tested nothing.
    expect(new Set(outcomes.map(({ ended }) => ended)).size).toBe(2);
  });
});
