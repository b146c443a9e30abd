import type { Anomaly, LogLine } from "../anomaly.ts";
import { failureText, isFailure } from "./error-line.ts";
import type { Findings } from "./findings.ts";
import { quote } from "./quote.ts";

/** More hops than this are read in the tracing tool. */
const hopLimit = 8;

/** How to see the failure again: the request, its way through the services, and where to look for it. */
export function stepsOf(anomaly: Anomaly, { origin, line }: Findings): string[] {
  const { affectedEndpoint, requestTrace, service, traceId } = anomaly;
  const where = anomaly.environment === null ? "" : ` in ${quote(anomaly.environment, 60)}`;
  const time = anomaly.timestamp.replace(/\.\d+Z$/, "Z");
  const request = affectedEndpoint === null ? null : quote(affectedEndpoint, 150);
  return [
    ...(request === null ? [] : [`Send a request to ${request} of ${quote(service, 100)}${where}.`]),
    ...(traceId === null ? [] : [`Open the trace ${quote(traceId, 100)} in the tracing tool.`]),
    ...hopsOf(requestTrace).slice(0, hopLimit).map(hop),
    line === null
      ? `Open the logs and graphs of ${origin}${where} around ${time}.`
      : `In the logs of ${origin}${where} around ${time}, search for: ${quote(line, 150)}`,
    `Compare the minutes before ${time} with those after it, and note what began or changed then.`,
  ];
}

/** One line of each service: its first failure, or its first line. */
function hopsOf(lines: readonly LogLine[]): LogLine[] {
  const found = new Map<string, LogLine>();
  for (const line of lines) {
    if (line.service === null) continue;
    const before = found.get(line.service);
    if (before === undefined || (!isFailure(before) && isFailure(line))) found.set(line.service, line);
  }
  return [...found.values()];
}

function hop(line: LogLine): string {
  const service = quote(line.service ?? "", 100);
  const said = isFailure(line) ? failureText(line) : (line.operation ?? line.message);
  const took = line.durationMs === null ? "" : ` after ${Math.round(line.durationMs)} ms`;
  const does = isFailure(line) ? `fails${took}` : `takes part${took}`;
  return said === null ? `${service} ${does}.` : `${service} ${does}: ${quote(said, 160)}`;
}
