import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { contractFaults, semanticFaults } from "../support/result-contract.ts";
import { type TicketsClient, ticketsClient } from "../support/tickets-client.ts";

const folder = join(process.env.TESSERA_SHARED ?? "", "specs");
const files = readdirSync(folder).filter((name) => /\.(md|rst)$/.test(name));

type Checked = Parameters<typeof semanticFaults>[0];
type Result = Omit<Checked, "tickets"> & { tickets: (Checked["tickets"][number] & { title: string })[] };
/** TF-6: what a submit without options asks for. */
const defaults = { ticketCount: null, maxTicketCount: 12, includeEpics: true };

let product: Product;
let client: TicketsClient;
beforeAll(async () => {
  product = await startProduct();
  client = ticketsClient(product);
});
afterAll(() => product?.dispose());

describe("TF-52 the real specs through the real pipeline", () => {
  it.each(files)("%s completes with tickets that satisfy the contract", async (name) => {
    const spec = readFileSync(join(folder, name), "utf8");

    const jobId = await client.submit({ title: name.replace(/\.\w+$/, ""), spec });
    const job = await client.untilEnded(jobId);
    const { body } = await client.call<Result>("GET", `/tickets/v1/jobs/${jobId}/result`);

    expect(job).toMatchObject({ status: "completed", error: null });
    expect(contractFaults(body)).toEqual([]);
    expect(semanticFaults(body, defaults)).toEqual([]);
    expect(body.tickets.length).toBeGreaterThanOrEqual(3);
    const words = new Set(wordsOf(spec));
    for (const { title } of body.tickets) {
      expect(
        wordsOf(title).some((word) => words.has(word)),
        title,
      ).toBe(true);
    }
    expect(new Set(body.tickets.map(({ title }) => title)).size).toBe(body.tickets.length);
  });
});

/** Words that carry meaning: four letters and more. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
}
