import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoadCase, type LoadRow, runCase } from "./load.ts";
import { type Product, startProduct } from "./product.ts";
import { seedDesk } from "./seed-desk.ts";

const sizes = { small: 1_000, large: 100_000 } as const;

interface Desk {
  product: Product;
  ticketIds: string[];
}

/**
 * The support desk with few tickets and with many, each case on the one right after the other, so that both meet the same
 * machine: what a list or a ticket costs must not depend on how many there are (P-12).
 */
export async function benchDesk(): Promise<void> {
  const [small, large] = [await openDesk(sizes.small), await openDesk(sizes.large)];
  try {
    for (const make of cases) {
      for (const concurrency of [1, 32]) {
        await warm(small, make, concurrency);
        await warm(large, make, concurrency);
        const rows = [
          await runCase(small.product, make(small), concurrency),
          await runCase(large.product, make(large), concurrency),
        ];
        report(rows);
      }
    }
  } finally {
    await Promise.all([small, large].map(({ product }) => product.dispose()));
  }
}

async function openDesk(count: number): Promise<Desk> {
  const dataDir = mkdtempSync(join(tmpdir(), "tessera-bench-desk-"));
  const startedAt = performance.now();
  const ticketIds = await seedDesk(dataDir, count);
  console.log(`${count} tickets written in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  return { ticketIds, product: await startProduct({ TESSERA_LOCAL_WORKERS: "0" }, dataDir) };
}

const path = "/api/v1/tickets";
const body = JSON.stringify({ subject: "Export stops", description: "After the first page.", priority: "high" });
const message = JSON.stringify({ content: "Which browser do you use?" });
const spread = ({ ticketIds }: Desk, index: number) => ticketIds[(index * 7_919) % ticketIds.length] ?? "";

const list = (name: string, query: string) => (): LoadCase => ({
  name,
  route: `GET ${path}`,
  requests: 300,
  request: () => ({ method: "GET", path: `${path}?limit=25${query}` }),
});

const cases: ((desk: Desk) => LoadCase)[] = [
  list("list 25", ""),
  list("list 25, status and priority", "&status=open&priority=high"),
  list("list 25, assignee", "&assigneeId=user-7"),
  (desk) => ({
    name: "get",
    route: `GET ${path}/:id`,
    requests: 500,
    request: (index) => ({ method: "GET", path: `${path}/${spread(desk, index)}` }),
  }),
  () => ({
    name: "create",
    route: `POST ${path}`,
    requests: 300,
    request: () => ({ method: "POST", path, body }),
  }),
  (desk) => ({
    name: "message",
    route: `POST ${path}/:id/messages`,
    requests: 300,
    request: (index) => ({ method: "POST", path: `${path}/${openTicket(desk, index)}/messages`, body: message }),
  }),
];

/** Every eighth ticket is open, beginning with the one behind the seventh. */
function openTicket({ ticketIds }: Desk, index: number): string {
  return ticketIds[((index * 8) % (ticketIds.length - 8)) + 7] ?? "";
}

/** The first requests load code and fill connections. */
async function warm(desk: Desk, make: (desk: Desk) => LoadCase, concurrency: number): Promise<void> {
  await runCase(desk.product, { ...make(desk), requests: 2 * concurrency + 20 }, concurrency);
}

function report([small, large]: LoadRow[]): void {
  if (!small || !large) return;
  const of = (row: LoadRow) => `${row["p50 ms"]} ms, ${row.RCU} RCU, ${row.WCU} WCU, ${row["CPU ms"]} CPU ms`;
  const ratio = (large["p50 ms"] / small["p50 ms"]).toFixed(2);
  console.table([
    {
      case: small.case,
      "c=": small["c="],
      [`${sizes.small} tickets`]: of(small),
      [`${sizes.large} tickets`]: of(large),
      "p50 ratio": ratio,
      "table requests": `${small["table requests"]} / ${large["table requests"]}`,
      "requests/s": `${small["requests/s"]} / ${large["requests/s"]}`,
      "not 2xx": small["not 2xx"] + large["not 2xx"],
    },
  ]);
}
