import { type Job, jobStages, jobStatuses } from "@tessera/core/jobs";
import * as z from "zod";
import { constant } from "../http/openapi.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const jobVersion = "tickets.job.v1";
const JobVersion = constant(jobVersion);

/** Any UUID is valid, of whatever version (TF-2); ours are in lower case. */
export const JobId = z.guid("must be a UUID").toLowerCase().openapi({ format: "uuid" });

export const JobStatus = z.enum(jobStatuses).openapi("JobStatus");
export const JobStage = z.enum(jobStages).openapi("JobStage");

export const TicketsJobError = z.strictObject({ code: z.string(), message: z.string() }).openapi("TicketsJobError");

export const TicketsJobResponse = z
  .strictObject({
    schema_version: JobVersion,
    job_id: JobId,
    status: JobStatus,
    stage: JobStage,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    // Not `.nullable()`: on a named schema that loses the null (ARCHITECTURE, traps).
    error: z.union([TicketsJobError, z.null()]),
  })
  .openapi("TicketsJobResponse");

export const TicketsJobAcceptedResponse = z
  .strictObject({
    schema_version: JobVersion,
    job_id: JobId,
    status: JobStatus,
    status_url: z.string(),
    result_url: z.string(),
    created_at: z.iso.datetime(),
  })
  .openapi("TicketsJobAcceptedResponse");

export const TicketsJobListResponse = z
  .strictObject({ jobs: z.array(TicketsJobResponse) })
  .openapi("TicketsJobListResponse");

/** A job as its client sees it: in answers (TF-30) and in callbacks (TF-61). */
export function toJobWire(job: Job): z.infer<typeof TicketsJobResponse> {
  return {
    schema_version: jobVersion,
    job_id: job.id,
    status: job.status,
    stage: job.stage,
    created_at: job.createdAt,
    updated_at: job.updatedAt,
    expires_at: job.expiresAt,
    error: job.error,
  };
}

/** The answer to a submit; its URLs are the main ones, also when it came by the alias (TF-2). */
export function toAcceptedWire(job: Job): z.infer<typeof TicketsJobAcceptedResponse> {
  const statusUrl = `/tickets/v1/jobs/${job.id}`;
  return {
    schema_version: jobVersion,
    job_id: job.id,
    status: job.status,
    status_url: statusUrl,
    result_url: `${statusUrl}/result`,
    created_at: job.createdAt,
  };
}
