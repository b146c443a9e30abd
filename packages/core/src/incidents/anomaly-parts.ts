import * as z from "zod";
import { camelFields, isObject } from "./anomaly-fields.ts";

const messageLimit = 2_000;

/**
 * Of one line, whatever is of a wrong kind is left out: no incident may be lost for one odd line of its logs.
 */
const part = (limit: number) =>
  z
    .union([z.string(), z.number()])
    .transform((value) => String(value).slice(0, limit).toWellFormed().trim() || null)
    .nullable()
    .catch(null)
    .default(null);
const quantity = z
  .union([
    z.number().min(0),
    z
      .string()
      .regex(/^\d{1,12}(?:\.\d{1,6})?$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null)
  .default(null);

/** Where a line begins with its time, its level or both, as loggers write them. */
const writtenLevel = /^.{0,50}?\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b/;

/** A line of a log or of a request's trace. */
export const LogLine = z.object({
  timestamp: part(64),
  service: part(200),
  level: part(20),
  message: part(messageLimit),
  error: part(messageLimit),
  operation: part(500),
  status: part(20),
  statusCode: quantity,
  durationMs: quantity,
  spanId: part(100),
  parentSpanId: part(100),
});
export type LogLine = z.infer<typeof LogLine>;

/** At most so many items, of those that can be read. */
export function listOf<Item>(count: number, read: (item: unknown) => Item | undefined) {
  return z
    .array(z.unknown())
    .nullish()
    .transform((items) =>
      (items ?? []).slice(0, count).flatMap((item) => {
        const found = read(item);
        return found === undefined ? [] : [found];
      }),
    );
}

/** Lines as objects, or as plain text. */
export function logLines(count: number) {
  return listOf(count, readLine);
}

/** A chain of causes: services, sentences, or services with what went wrong in them. */
export const causalLinks = listOf(50, (item): string | undefined => {
  if (typeof item === "string") return item.slice(0, 500).toWellFormed().trim() || undefined;
  const line = readLine(item);
  const said = [line?.service, line?.error ?? line?.message].filter((words) => words);
  return said.length === 0 ? undefined : said.join(": ").slice(0, 500).toWellFormed();
});

function readLine(item: unknown): LogLine | undefined {
  if (typeof item === "string") return LogLine.parse({ message: item, level: writtenLevel.exec(item)?.[1] });
  if (!isObject(item)) return undefined;
  const fields = camelFields(item);
  const line = LogLine.parse({
    ...fields,
    // Loggers and tracers have their own words for the same thing.
    timestamp: fields.timestamp ?? fields.time,
    service: fields.service ?? fields.serviceName,
    level: fields.level ?? fields.severity,
    message: fields.message ?? fields.msg ?? fields.reason,
    operation: fields.operation ?? fields.endpoint ?? fields.name,
    status: fields.status ?? (fields.error === true ? "error" : null),
    statusCode: fields.statusCode ?? fields.httpStatusCode ?? fields.httpStatus,
  });
  return Object.values(line).every((value) => value === null) ? undefined : line;
}
