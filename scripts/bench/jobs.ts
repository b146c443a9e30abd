import { submit, untilCompleted } from "./client.ts";
import type { Product } from "./product.ts";

export interface JobsReport {
  jobs: number;
  "accept to completed p50 ms": number;
  "p99 ms": number;
  "completed jobs/s": number;
}

/** Jobs one after the other, for the time that one takes; then many at once, for how many the product finishes. */
export async function benchJobs(product: Product): Promise<JobsReport[]> {
  return [await runJobs(product, 100, 1), await runJobs(product, 600, 32)];
}

async function runJobs(product: Product, jobs: number, concurrency: number): Promise<JobsReport> {
  const durations: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next < jobs) {
        next += 1;
        const jobId = await submit(product, `bench-job-${process.hrtime.bigint()}-${next}`);
        durations.push((await untilCompleted(product, jobId)).durationMs);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  durations.sort((a, b) => a - b);
  return {
    jobs,
    "accept to completed p50 ms": durations[Math.floor(jobs * 0.5)] ?? Number.NaN,
    "p99 ms": durations[Math.floor(jobs * 0.99)] ?? Number.NaN,
    "completed jobs/s": Math.round(jobs / seconds),
  };
}
