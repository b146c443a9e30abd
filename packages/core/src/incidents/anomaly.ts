import * as z from "zod";
import { AppError } from "../errors.ts";
import { Severity } from "../settings/index.ts";
import { camelFields, isObject, wrongField } from "./anomaly-fields.ts";
import { causalLinks, type LogLine, listOf, logLines } from "./anomaly-parts.ts";

/** Part of keys in the table, so nothing of it is cut off: what is too long is refused. */
const name = (limit: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(limit)
    .refine((value) => !/[\p{Cc}\p{Cf}]/u.test(value) && value.isWellFormed(), "must not hold control characters");

/** Of others, and as long as they like: what is over the limit is cut off. Null where there is nothing. */
const text = (limit: number) =>
  z
    .string()
    .nullish()
    .transform((value) => value?.slice(0, limit).toWellFormed().trim() || null);

const number = z
  .number()
  .nullish()
  .transform((value) => value ?? null);

const words = (count: number, limit: number) =>
  listOf(count, (item) => (typeof item === "string" ? (text(limit).parse(item) ?? undefined) : undefined));

/** ISO 8601 with a zone, in all its common spellings, as the UTC time that it means. */
const time = z
  .string()
  .max(64)
  .transform((value) =>
    value
      .trim()
      .toUpperCase()
      .replace(/^(\S{10}) /, "$1T")
      .replace(/T(\d{2}:\d{2})(?=Z|[+-])/, "T$1:00")
      .replace(/,(?=\d+(?:Z|[+-]))/, ".")
      .replace(/([+-]\d{2}):?(\d{2})?$/, (_zone, hours: string, minutes?: string) => `${hours}:${minutes ?? "00"}`),
  )
  .pipe(z.iso.datetime({ offset: true, error: "must be an ISO 8601 time with a zone" }))
  .transform((value) => new Date(value).toISOString());

/** How much each signal has weighed; those that are no numbers say nothing. */
const weights = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) =>
    Object.fromEntries(
      Object.entries(value ?? {})
        .slice(0, 50)
        .flatMap(([signal, weight]) =>
          typeof weight === "number" && Number.isFinite(weight) ? [[signal.slice(0, 100), weight]] : [],
        ),
    ),
  );

const Event = z.object({
  eventId: name(200),
  timestamp: time,
  anomalyType: name(100),
  /** C-15: detectors differ in their scale, so there is no upper bound. */
  anomalyScore: z.number().min(0),
  severity: Severity,
  service: name(200),
  /** For information: the caller's key decides the tenant. */
  tenantId: name(200),
  environment: text(100),
  message: text(4_000),
  description: text(4_000),
  traceId: text(200),
  spanIds: words(200, 100),
  affectedServices: words(100, 200),
  affectedEndpoint: text(500),
  causalChain: causalLinks,
  evidenceLogs: logLines(100),
  zScore: number,
  errorRate: number,
  errorMessage: text(4_000),
  errorCategory: text(100),
  detectionMode: z
    .enum(["immediate", "windowed"])
    .nullish()
    .transform((value) => value ?? null),
  signalWeights: weights,
  requestTrace: logLines(200),
  dedupKey: text(200),
});

/** An anomaly as the product reads it (LC-20). Every text in it comes from logs: it is data, and never an order. */
export type Anomaly = z.infer<typeof Event>;
export type { LogLine };

/**
 * Reads an event of LC-20, in snake_case or camelCase; keys that nobody knows are dropped. Throws `invalid_request` with
 * the field as the sender spells it.
 */
export function parseAnomaly(value: unknown): Anomaly {
  const parsed = Event.safeParse(isObject(value) ? camelFields(value) : value);
  if (parsed.success) return parsed.data;
  const { field, message } = wrongField(value, parsed.error);
  throw new AppError("invalid_request", message, field === undefined ? {} : { field });
}
