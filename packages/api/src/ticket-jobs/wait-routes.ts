import * as z from "zod";
import { getRoute, resultRoute, submitAliasRoute, submitRoute } from "./routes.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const text = { type: "string" } as const;

/** `Prefer: wait` (RFC 7240); what cannot be understood is ignored, so nothing is checked here. */
export const Prefer = z
  .string()
  .optional()
  .openapi({
    description:
      "`wait=N`: answer as soon as there is news, at the latest after N seconds (20 at most). What cannot be " +
      "understood is ignored (RFC 7240).",
    example: "wait=10",
  });

export const preferenceApplied = {
  "Preference-Applied": { description: "The wait that was granted, where one was asked for.", schema: text },
};

export const acceptedHeaders = {
  ...preferenceApplied,
  "X-LLM-Warning": { description: "Why the model is not the one that was asked for.", schema: text },
};

const submitHeaders = z.object({
  Prefer,
  "X-LLM-Provider": z
    .string()
    .optional()
    .openapi({ description: "Who writes the tickets; alone, by that provider's default model.", example: "claude" }),
  "X-LLM-Model": z
    .string()
    .optional()
    .openapi({ description: "Which model writes the tickets; alone, of the provider that has it.", example: "gpt-5" }),
});

const waitHeaders = z.object({ Prefer });

/**
 * The operations of seed 001 with what this product adds to them by headers. The seed's own document describes them
 * without, as `routes.ts` has them.
 */
export const waitingSubmitRoute = {
  ...submitRoute,
  request: { ...submitRoute.request, headers: submitHeaders },
  responses: { ...submitRoute.responses, 202: { ...submitRoute.responses[202], headers: acceptedHeaders } },
};

export const waitingSubmitAliasRoute = {
  ...submitAliasRoute,
  request: { ...submitAliasRoute.request, headers: submitHeaders },
  responses: waitingSubmitRoute.responses,
};

export const waitingGetRoute = {
  ...getRoute,
  request: { ...getRoute.request, headers: waitHeaders },
  responses: { ...getRoute.responses, 200: { ...getRoute.responses[200], headers: preferenceApplied } },
};

export const waitingResultRoute = {
  ...resultRoute,
  request: { ...resultRoute.request, headers: waitHeaders },
  responses: {
    ...resultRoute.responses,
    200: { ...resultRoute.responses[200], headers: preferenceApplied },
    202: { ...resultRoute.responses[202], headers: preferenceApplied },
  },
};
