import { type BatchResult, type Incident, incidentMoves } from "@tessera/core/incidents";
import { PlatformName, platformNames } from "@tessera/core/settings";
import * as z from "zod";
import { constant } from "../http/openapi.ts";
import { text } from "../http/text.ts";
import { wireCode } from "./errors.ts";
import { platformList, Time, toSeconds } from "./incident-wire.ts";

/** Exactly these fields (LC-5..LC-7, LC-9). */
export const moved = {
  acknowledge: z.strictObject({ id: z.string(), status: constant("acknowledged"), acknowledgedAt: Time }),
  resolve: z.strictObject({ id: z.string(), status: constant("resolved"), resolvedAt: Time }),
  reopen: z.strictObject({ id: z.string(), status: constant("open"), reopenedAt: Time }),
  escalate: z.strictObject({
    id: z.string(),
    status: constant("escalated"),
    escalatedAt: Time,
    escalatedTo: platformList,
  }),
};

/** When a move was made: every one of them leaves its time behind, so none is ever missing. */
export function timeOf(incident: Incident, stamp: "acknowledgedAt" | "resolvedAt" | "escalatedAt" | "reopenedAt") {
  return toSeconds(incident[stamp] ?? incident.updatedAt);
}

export const EscalateWire = z.strictObject({
  platforms: z.array(PlatformName).min(1).max(platformNames.length).optional(),
});

/** Only described here: a body may be left out, and the validator of bodies has no patience for that. */
export const escalateBody = {
  body: {
    required: false,
    description: "Left out: the platforms that page, else those of the next higher severity (LC-7).",
    content: {
      "application/json": {
        schema: {
          type: "object" as const,
          properties: {
            platforms: {
              type: "array" as const,
              items: { type: "string" as const, enum: [...platformNames] },
              minItems: 1,
              maxItems: platformNames.length,
            },
          },
          additionalProperties: false,
        },
      },
    },
  },
};

/** What is no id of ours is one that is not found; this only keeps nonsense out of keys and answers. */
const id = z.string().regex(/^[\x21-\x7e]{1,128}$/, "must be 1 to 128 visible ASCII characters");

/** LC-10. */
export const BatchWire = z
  .strictObject({ ids: z.array(id).min(1).max(100), action: z.enum(incidentMoves) })
  .openapi("IncidentBatch");

export const BatchResultWire = z
  .strictObject({
    updated: z.int(),
    action: z.enum(incidentMoves),
    ids: z.array(z.string()),
    /** Left out where there are none, as seed 003 shows it. */
    failed: z.array(z.strictObject({ id: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .openapi("IncidentBatchResult");

export function batchToWire(
  action: z.infer<typeof BatchWire>["action"],
  { ids, failed }: BatchResult,
): z.infer<typeof BatchResultWire> {
  const done = { updated: ids.length, action, ids };
  if (failed.length === 0) return done;
  return { ...done, failed: failed.map((one) => ({ ...one, code: wireCode(one.code) })) };
}

export const NoteWire = z.strictObject({ text: text(4_000) });
export const noted = z.strictObject({ id: z.string(), text: z.string(), createdAt: Time });

export const ForwardWire = z.strictObject({ platform: PlatformName });
export const queued = z.strictObject({ id: z.string(), platform: PlatformName, status: constant("queued") });
