import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { type TicketsClient, ticketsClient } from "../support/tickets-client.ts";

const rounds = 200;
const parallel = 8;
/** About the time that a job takes here: the cancel meets every part of it. */
const offsetLimitMs = 150;

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
  await new Promise((resolve) => setTimeout(resolve, Math.random() * offsetLimitMs));
  const cancel = await client.cancel(jobId);
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
