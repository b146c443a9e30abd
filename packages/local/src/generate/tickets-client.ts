import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { StartError } from "../start-error.ts";

const Accepted = z.object({ job_id: z.string() });
const JobStatus = z.object({
  status: z.string(),
  stage: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
const Attempts = z.object({
  warning: z.string().nullable(),
  attempts: z.array(z.object({ outcome: z.string(), provider: z.string(), model: z.string() })),
});
const Failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

const waitingStatuses = ["queued", "processing", "cancel_requested"];
/** Often enough to see the stages of a job that takes a tenth of a second. */
const pollMs = 20;

export interface Writer {
  name: string;
  warning: string | null;
}

/** The tickets API of the product in this process, as any client would use it. */
export function ticketsClient({ url, key }: { url: string; key: string }) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };

  const call = async (path: string, body?: object): Promise<unknown> => {
    const request = body && { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(url + path, { headers, ...request });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const failure = Failure.safeParse(answer);
    throw new StartError(failure.success ? failure.data.error.message : `The product answered ${response.status}`);
  };

  return {
    submit: async (body: object): Promise<string> => Accepted.parse(await call("/tickets/v1/jobs", body)).job_id,

    /** Waits for the end of a job and tells each stage once. Throws the job's error where it has no result. */
    async untilCompleted(jobId: string, onStage: (stage: string) => void): Promise<void> {
      let seen = "";
      for (;;) {
        const { status, stage, error } = JobStatus.parse(await call(`/tickets/v1/jobs/${jobId}`));
        if (stage !== seen) onStage(stage);
        seen = stage;
        if (status === "completed") return;
        if (!waitingStatuses.includes(status)) throw new StartError(`The job ${status}: ${error?.message ?? stage}`);
        await sleep(pollMs);
      }
    },

    /** Who wrote the tickets, in words, and why that is not who was asked to. */
    async writer(jobId: string): Promise<Writer> {
      const { warning, attempts } = Attempts.parse(await call(`/tickets/v1/jobs/${jobId}/attempts`));
      const last = attempts.findLast(({ outcome }) => outcome === "answered");
      return { name: last ? `${last.provider} (${last.model})` : "nobody", warning };
    },

    result: (jobId: string): Promise<unknown> => call(`/tickets/v1/jobs/${jobId}/result`),
  };
}
