import { cpus } from "node:os";
import { submit, submitBody, untilCompleted } from "./client.ts";
import { benchDesk } from "./desk.ts";
import { benchIncidents } from "./incidents.ts";
import { benchJobs } from "./jobs.ts";
import { type LoadCase, type LoadRow, runCase } from "./load.ts";
import { type Product, startProduct } from "./product.ts";

/**
 * `npm run bench`: rates, latencies, CPU and capacity units of the main routes, how fast jobs are done, the support
 * desk with few tickets and with many, and incidents. `npm run bench -- jobs`, `-- desk` or `-- incidents` for one of them.
 */
const part = process.argv[2] ?? "all";
let submitted = 0;
const submitCase: LoadCase = {
  name: "submit",
  route: "POST /tickets/v1/jobs",
  requests: 1_500,
  request: () => ({ method: "POST", path: "/tickets/v1/jobs", body: submitBody(`bench-submit-${submitted++}`) }),
};

console.log(`Node ${process.version}, ${cpus().length} cores; the values of a row are for one request`);

const parts = { jobs: benchTicketJobs, desk: benchDesk, incidents: benchIncidents };
for (const [name, bench] of Object.entries(parts)) if (part === "all" || part === name) await bench();

async function benchTicketJobs(): Promise<void> {
  await withProduct({}, async (product) => {
    console.table(await benchJobs(product));
    const jobIds = await completedJobs(product, 100);
    await runAll(product, casesFor(jobIds));
  });
  // In the cloud the workers run elsewhere: what a submit costs the API alone.
  await withProduct({ TESSERA_LOCAL_WORKERS: "0" }, (product) => runAll(product, [submitCase]));
}

async function withProduct(env: Record<string, string>, work: (product: Product) => Promise<void>): Promise<void> {
  const product = await startProduct(env);
  try {
    await work(product);
  } finally {
    await product.dispose();
  }
}

async function runAll(product: Product, cases: readonly LoadCase[]): Promise<void> {
  const rows: LoadRow[] = [];
  for (const load of cases) {
    for (const concurrency of [1, 32]) rows.push(await runCase(product, load, concurrency));
  }
  console.table(rows);
}

function casesFor(jobIds: string[]): LoadCase[] {
  const pick = (index: number) => jobIds[index % jobIds.length] ?? "";
  return [
    {
      name: "status",
      route: "GET /tickets/v1/jobs/:job_id",
      requests: 5_000,
      request: (index) => ({ method: "GET", path: `/tickets/v1/jobs/${pick(index)}` }),
    },
    {
      name: "list 25",
      route: "GET /tickets/v1/jobs",
      requests: 3_000,
      request: () => ({ method: "GET", path: "/tickets/v1/jobs?limit=25" }),
    },
    {
      name: "result",
      route: "GET /tickets/v1/jobs/:job_id/result",
      requests: 3_000,
      request: (index) => ({ method: "GET", path: `/tickets/v1/jobs/${pick(index)}/result` }),
    },
  ];
}

async function completedJobs(product: Product, count: number): Promise<string[]> {
  const ids = await Promise.all(Array.from({ length: count }, (_, index) => submit(product, `bench-seed-${index}`)));
  await Promise.all(ids.map((id) => untilCompleted(product, id, { everyMs: 100 })));
  return ids;
}
