import { cpus } from "node:os";
import { submit, submitBody, untilCompleted } from "./client.ts";
import { benchJobs } from "./jobs.ts";
import { type LoadCase, runCase } from "./load.ts";
import { type Product, startProduct } from "./product.ts";

/** `npm run bench`: rates, latencies, CPU and capacity units of the main routes, and how fast jobs are done. */
const product = await startProduct();
try {
  const jobIds = await completedJobs(product, 100);
  const cases = casesFor(jobIds);
  const rows = [];
  for (const load of cases) {
    for (const concurrency of [1, 32]) rows.push(await runCase(product, load, concurrency));
  }
  console.log(`\nNode ${process.version}, ${cpus().length} cores; values are for one request\n`);
  console.table(rows);
  console.table(await benchJobs(product));
} finally {
  await product.dispose();
}

const api = await startProduct({ TESSERA_LOCAL_WORKERS: "0" });
try {
  console.log("\nSubmit with the workers switched off, as in the cloud, where they run elsewhere\n");
  console.table([await runCase(api, submitCase("api only"), 1), await runCase(api, submitCase("api only"), 32)]);
} finally {
  await api.dispose();
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
    submitCase("with workers"),
  ];
}

function submitCase(label: string): LoadCase {
  const run = process.hrtime.bigint();
  let sent = 0;
  return {
    name: `submit, ${label}`,
    route: "POST /tickets/v1/jobs",
    requests: 1_000,
    request: () => ({ method: "POST", path: "/tickets/v1/jobs", body: submitBody(`${label}-${run}-${sent++}`) }),
  };
}

async function completedJobs(product: Product, count: number): Promise<string[]> {
  const ids = await Promise.all(Array.from({ length: count }, (_, index) => submit(product, `bench-seed-${index}`)));
  await Promise.all(ids.map((id) => untilCompleted(product, id)));
  return ids;
}
