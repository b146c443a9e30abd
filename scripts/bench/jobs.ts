import { submit, untilCompleted } from "./client.ts";
import type { Product } from "./product.ts";

export interface JobsReport {
  case: string;
  jobs: number;
  "accept to completed p50 ms": number;
  "p99 ms": number;
  "completed jobs/s": number;
}

/** Jobs one after the other, for the time that one takes; then many at once, for how many the product finishes. */
export async function benchJobs(product: Product): Promise<JobsReport[]> {
  return [await oneByOne(product, 100), await burst(product, 600, 32)];
}

async function oneByOne(product: Product, jobs: number): Promise<JobsReport> {
  const times: Times[] = [];
  for (let index = 0; index < jobs; index += 1) {
    times.push(await untilCompleted(product, await submit(product, keyOf(index)), { everyMs: 25 }));
  }
  return reportOf("one by one", times);
}

async function burst(product: Product, jobs: number, concurrency: number): Promise<JobsReport> {
  const ids: string[] = [];
  let next = 0;
  const submitSome = async () => {
    while (next < jobs) {
      next += 1;
      ids.push(await submit(product, keyOf(next)));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, submitSome));
  const times: Times[] = [];
  // Polled one by one and seldom: the clock that counts is the product's, and polling costs it CPU.
  for (const id of ids) times.push(await untilCompleted(product, id, { everyMs: 250 }));
  return reportOf(`burst of ${jobs}`, times);
}

interface Times {
  createdAt: number;
  completedAt: number;
}

function reportOf(name: string, times: readonly Times[]): JobsReport {
  const durations = times.map(({ createdAt, completedAt }) => completedAt - createdAt).sort((a, b) => a - b);
  const first = Math.min(...times.map(({ createdAt }) => createdAt));
  const last = Math.max(...times.map(({ completedAt }) => completedAt));
  return {
    case: name,
    jobs: times.length,
    "accept to completed p50 ms": durations[Math.floor(times.length * 0.5)] ?? Number.NaN,
    "p99 ms": durations[Math.floor(times.length * 0.99)] ?? Number.NaN,
    "completed jobs/s": Math.round(times.length / ((last - first) / 1_000)),
  };
}

function keyOf(index: number): string {
  return `bench-job-${process.hrtime.bigint()}-${index}`;
}
