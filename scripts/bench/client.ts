import * as z from "zod";
import type { Product } from "./product.ts";
import { spec } from "./spec.ts";

const Accepted = z.object({ job_id: z.string() });
const JobStatus = z.object({ status: z.string(), created_at: z.string(), updated_at: z.string() });

export function submitBody(idempotencyKey: string): string {
  return JSON.stringify({
    schema_version: "tickets.input.v1",
    idempotency_key: idempotencyKey,
    title: "Customer Billing Reconciliation Workspace",
    spec,
  });
}

export async function submit(product: Product, idempotencyKey: string): Promise<string> {
  const answer = await fetch(`${product.url}/tickets/v1/jobs`, {
    method: "POST",
    headers: headersOf(product),
    body: submitBody(idempotencyKey),
  });
  return Accepted.parse(await answer.json()).job_id;
}

/** Polls until the job is completed; its times are by the product's own clock. Throws when the job fails. */
export async function untilCompleted(
  product: Product,
  jobId: string,
  { everyMs }: { everyMs: number },
): Promise<{ createdAt: number; completedAt: number }> {
  while (true) {
    const answer = await fetch(`${product.url}/tickets/v1/jobs/${jobId}`, { headers: headersOf(product) });
    const job = JobStatus.parse(await answer.json());
    if (job.status === "completed") {
      return { createdAt: Date.parse(job.created_at), completedAt: Date.parse(job.updated_at) };
    }
    if (job.status !== "queued" && job.status !== "processing") throw new Error(`job ${jobId} is ${job.status}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

function headersOf(product: Product): Record<string, string> {
  return { authorization: `Bearer ${product.key}`, "content-type": "application/json" };
}
