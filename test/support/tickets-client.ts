import type { Product } from "./product.ts";
import { waitFor } from "./wait.ts";

export interface JobView {
  job_id: string;
  status: string;
  stage: string;
  created_at: string;
  updated_at: string;
  expires_at: string;
  error: { code: string; message: string } | null;
}

export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  body: Body;
}

export const smallSpec = `# Invoice matching

## Requirements

- The system MUST import payment files every night.
- Each payment MUST be matched to an invoice by reference and amount.
- Unmatched payments MUST appear in a review queue.
`;

export function submitRequest(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schema_version: "tickets.input.v1",
    idempotency_key: crypto.randomUUID(),
    title: "Invoice matching",
    spec: smallSpec,
    ...overrides,
  };
}

/** Calls a running product as a client of the tickets API would. */
export function ticketsClient(product: Pick<Product, "url" | "key">, key = product.key) {
  // The caller names the body's shape: a test that trusts the wrong one fails on its next line.
  const call = async <Body = unknown>(method: string, path: string, body?: unknown): Promise<Answer<Body>> => {
    const answer = await fetch(product.url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : null) as Body };
  };
  const status = async (jobId: string) => (await call<JobView>("GET", `/tickets/v1/jobs/${jobId}`)).body;
  return {
    call,
    status,
    submit: async (overrides: Record<string, unknown> = {}): Promise<string> => {
      const answer = await call<JobView>("POST", "/tickets/v1/jobs", submitRequest(overrides));
      if (answer.status !== 202) throw new Error(`submit answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body.job_id;
    },
    result: (jobId: string) => call("GET", `/tickets/v1/jobs/${jobId}/result`),
    cancel: (jobId: string) => call<JobView>("DELETE", `/tickets/v1/jobs/${jobId}`),
    untilEnded: async (jobId: string, timeoutMs = 30_000): Promise<JobView> => {
      let job = await status(jobId);
      await waitFor(
        async () => {
          job = await status(jobId);
          return !["queued", "processing", "cancel_requested"].includes(job.status);
        },
        { what: `job ${jobId} to end (it is ${job.status})`, timeoutMs },
      );
      return job;
    },
    sweep: (name: string) => call<Record<string, number>>("POST", "/admin/sweeps", { name }),
    advanceClock: (ms: number) => call("POST", "/admin/clock", { advance_ms: ms }),
  };
}
export type TicketsClient = ReturnType<typeof ticketsClient>;
