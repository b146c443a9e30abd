import type { Anomaly, LogLine } from "../anomaly.ts";
import { type Category, categoryOf } from "./category.ts";
import { errorLine, failureText, isFailure } from "./error-line.ts";
import { quote } from "./quote.ts";
import { deepestOfChain, deepestOfTrace } from "./trace.ts";

/** What the rules find in an anomaly (LC-27). Names and lines are safe to show. */
export interface Findings {
  /** The deepest service that fails; the anomaly's own where nothing else is known. */
  origin: string;
  /** Services that fail because of it, the nearest first. */
  spread: readonly string[];
  /** All that are affected, the origin first. */
  affected: readonly string[];
  line: string | null;
  category: Category | undefined;
}

export function findingsOf(anomaly: Anomaly): Findings {
  const traced = deepestOfTrace(anomaly.requestTrace) ?? deepestOfChain(anomaly);
  const origin = traced?.service ?? anomaly.service;
  const texts = errorTexts(anomaly, traced?.texts ?? []);
  const [first] = texts;
  const affected = [...new Set([origin, ...anomaly.affectedServices, anomaly.service, ...(traced?.spread ?? [])])];
  return {
    origin: quote(origin, 100) || quote(anomaly.service, 100),
    spread: names((traced?.spread ?? []).filter((service) => service !== origin)),
    affected: names(affected),
    line: first === undefined ? null : quote(first, 300) || null,
    category: categoryOf([...texts, ...hints(anomaly)]),
  };
}

/** First error lines, the most telling first: of where it began, then what the detector says, then the other logs. */
function errorTexts(anomaly: Anomaly, atOrigin: readonly string[]): string[] {
  const failed = [...anomaly.evidenceLogs, ...anomaly.requestTrace].filter(isFailure);
  const told = [anomaly.errorMessage, ...failed.map(failureText)];
  const summaries = [anomaly.message, anomaly.description].filter((text) => text !== null && tellsError(text));
  return [...atOrigin, ...told, ...summaries].flatMap((text) => (text === null ? [] : (errorLine(text) ?? [])));
}

function tellsError(text: string): boolean {
  return isFailure({ ...noLine, message: text });
}

const noLine: LogLine = {
  ...{ timestamp: null, service: null, level: null, message: null, error: null, operation: null },
  ...{ status: null, statusCode: null, durationMs: null, spanId: null, parentSpanId: null },
};

/** What names a category without being an error line. */
function hints({ errorCategory, anomalyType, message, description }: Anomaly): string[] {
  return [errorCategory, anomalyType, message, description].flatMap((text) =>
    text === null ? [] : text.replaceAll("_", " "),
  );
}

function names(services: readonly string[]): string[] {
  return [...new Set(services.map((service) => quote(service, 100)))].filter((service) => service !== "");
}
