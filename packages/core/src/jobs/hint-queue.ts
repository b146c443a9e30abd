import type { JobsContext } from "./ports.ts";

/** The row is saved, so the job will run: where the hint is lost, the sweep sends another (A1, C5). */
export async function hintQueue(context: JobsContext, jobId: string): Promise<void> {
  try {
    await context.queue.send({ jobId });
  } catch (cause) {
    context.log.warn("job hint was not sent", { jobId, cause: String(cause) });
  }
}
