import { AppError } from "@tessera/core/errors";
import { type GenerationOptions, outputDetails, resultTicketLimit } from "@tessera/core/generation";
import type { AcceptInput } from "@tessera/core/jobs";
import * as z from "zod";
import { describeIssues } from "../http/issues.ts";
import { constant } from "../http/openapi.ts";
import { text } from "../http/text.ts";
import { findCallbackFault } from "./callback-url.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const defaultMaxTicketCount = 12;

export const TicketGenerationOptions = z
  .strictObject({
    ticket_count: z.int().min(1).optional(),
    max_ticket_count: z.int().min(1).max(resultTicketLimit).optional(),
    include_epics: z.boolean().optional(),
    dependency_mode: z.enum(["explicit"]).optional(),
    output_detail: z.enum(outputDetails).optional(),
  })
  .refine(({ ticket_count: count = 0, max_ticket_count: maximum = resultTicketLimit }) => count <= maximum, {
    path: ["ticket_count"],
    error: `must not be larger than max_ticket_count, nor than ${resultTicketLimit}`,
  })
  .openapi("TicketGenerationOptions");

/** TF-4..TF-7. Bounds that seed 001 does not have stand in descriptions, so that its schema stays as it is. */
export const TicketsJobSubmitRequest = z
  .strictObject({
    schema_version: constant("tickets.input.v1"),
    idempotency_key: text(255).openapi({
      description:
        "Stable client-generated key used to deduplicate retries for the same client and feature. " +
        "At most 255 characters, not blank.",
    }),
    title: text(500).openapi({
      description: "Short name for the requested work. At most 500 characters, not blank.",
    }),
    spec: text().openapi({
      description: "Detailed product or technical spec text to turn into provider-neutral ticket drafts.",
    }),
    options: TicketGenerationOptions.optional(),
    callback_url: z
      .string()
      .refine((value) => value.isWellFormed(), "must be well-formed Unicode")
      .optional()
      .openapi({
        format: "uri",
        description:
          "Optional HTTPS callback URL. Localhost callback URLs are rejected. `{job_id}` stands for the job's id.",
      }),
  })
  .openapi("TicketsJobSubmitRequest");
type SubmitRequest = z.infer<typeof TicketsJobSubmitRequest>;

export interface SubmitLimits {
  /** A fixed-word reason why the product may never call this URL, or null. */
  checkUrl(url: string): string | null;
}

/** Reads a submit body that came without HTTP, such as an event's detail. Throws `invalid_request`. */
export function submitFromWire(value: unknown, limits: SubmitLimits): AcceptInput {
  const parsed = TicketsJobSubmitRequest.safeParse(value);
  if (!parsed.success) throw new AppError("invalid_request", describeIssues(parsed.error));
  return toAcceptInput(parsed.data, limits);
}

/** The domain's input, with the defaults of TF-6 and a callback URL that may be called (TF-11). */
export function toAcceptInput(request: SubmitRequest, limits: SubmitLimits): AcceptInput {
  const callbackUrl = request.callback_url ?? null;
  const fault = callbackUrl === null ? null : findCallbackFault(callbackUrl, limits.checkUrl);
  if (fault !== null) throw new AppError("invalid_request", `callback_url: ${fault}`, { field: "callback_url" });

  const { idempotency_key: idempotencyKey, title, spec } = request;
  return { idempotencyKey, title, spec, options: toOptions(request.options ?? {}), callbackUrl };
}

function toOptions(options: z.infer<typeof TicketGenerationOptions>): GenerationOptions {
  const ticketCount = options.ticket_count ?? null;
  return {
    ticketCount,
    // Who asks for an exact number is bound by the contract's own maximum only (Appendix D-3).
    maxTicketCount: options.max_ticket_count ?? (ticketCount === null ? defaultMaxTicketCount : resultTicketLimit),
    includeEpics: options.include_epics ?? true,
    dependencyMode: options.dependency_mode ?? "explicit",
    outputDetail: options.output_detail ?? "standard",
  };
}
