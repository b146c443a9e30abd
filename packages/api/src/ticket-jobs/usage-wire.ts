import type { JobUsage, Usage } from "@tessera/core/jobs";
import { modelProviders } from "@tessera/core/models";
import * as z from "zod";
import { constant } from "../http/openapi.ts";
import { JobId } from "./job-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const usageVersion = "tickets.usage.v1";
const count = z.int().min(0);
const sum = { description: "Of what is known; null where nothing is." };

const sums = {
  attempts: count,
  calls: count.openapi({ description: "Attempts that sent a request to a model." }),
  prompt_tokens: z.union([count, z.null()]).openapi(sum),
  completion_tokens: z.union([count, z.null()]).openapi(sum),
  cost_usd: z.union([z.number().min(0), z.null()]).openapi(sum),
  unknown: z
    .strictObject({ prompt_tokens: count, completion_tokens: count, cost_usd: count })
    .openapi({ description: "How many attempts each sum is silent about." }),
};

export const TicketsJobUsage = z
  .strictObject({
    schema_version: constant(usageVersion),
    job_id: JobId,
    ...sums,
    price_versions: z.array(z.string()).openapi({ description: "The price tables that costs were computed with." }),
    by_model: z.array(z.strictObject({ provider: z.enum(modelProviders), model: z.string(), ...sums })),
  })
  .openapi("TicketsJobUsage");

export function usageToWire(jobId: string, usage: JobUsage): z.infer<typeof TicketsJobUsage> {
  return {
    schema_version: usageVersion,
    job_id: jobId,
    ...sumsToWire(usage),
    price_versions: usage.priceVersions,
    by_model: usage.byModel.map(({ model, ...own }) => ({ ...model, ...sumsToWire(own) })),
  };
}

function sumsToWire({ attempts, calls, promptTokens, completionTokens, costUsd, unknown }: Usage) {
  return {
    attempts,
    calls,
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    cost_usd: costUsd,
    unknown: {
      prompt_tokens: unknown.promptTokens,
      completion_tokens: unknown.completionTokens,
      cost_usd: unknown.costUsd,
    },
  };
}
