import type { Anomaly, LogLine } from "../anomaly.ts";
import { failureText, isFailure } from "./error-line.ts";

/** Where a failure began, and how it went on. */
export interface Origin {
  service: string;
  /** Services that fail after it, the nearest first. */
  spread: readonly string[];
  /** What it says of its failure, first things first. */
  texts: readonly string[];
}

/** In the order in which a request reaches them, each once. */
export function servicesOf(lines: readonly LogLine[]): string[] {
  return [...new Set(lines.flatMap(({ service }) => service ?? []))];
}

/**
 * The failing service that a request reaches last: failures go back up the way it came. Where spans name their parents,
 * their depth decides.
 */
export function deepestOfTrace(lines: readonly LogLine[]): Origin | undefined {
  const failed = lines.filter((line) => line.service !== null && isFailure(line));
  if (failed.length === 0) return undefined;
  const reached = servicesOf(lines);
  const depth = depths(lines);
  const failing = servicesOf(failed).sort(
    (left, right) => (depth.get(right) ?? 0) - (depth.get(left) ?? 0) || reached.indexOf(right) - reached.indexOf(left),
  );
  const [service = "", ...spread] = failing;
  const texts = failed.filter((line) => line.service === service).flatMap((line) => failureText(line) ?? []);
  return { service, spread, texts };
}

/** How deep each service's spans lie at most, 0 where spans do not say. */
function depths(lines: readonly LogLine[]): Map<string, number> {
  const parents = new Map(
    lines.flatMap(({ spanId, parentSpanId }) => (spanId && parentSpanId ? [[spanId, parentSpanId]] : [])),
  );
  const depth = new Map<string, number>();
  for (const { service, spanId } of lines) {
    if (service && spanId) depth.set(service, Math.max(depth.get(service) ?? 0, depthOf(spanId, parents)));
  }
  return depth;
}

function depthOf(span: string, parents: ReadonlyMap<string, string>): number {
  let depth = 0;
  // A circle of spans ends as well.
  for (let at = parents.get(span); at !== undefined && depth < parents.size; at = parents.get(at)) depth += 1;
  return depth;
}

/** "orders-db: deadlock detected" or just "orders-db". */
const link = /^([\w./-]{1,200})(?:\s*(?::\s|\s-\s|\()\s*(.*))?$/s;
const store =
  /db|database|postgres|mysql|maria|oracle|mongo|redis|cache|kafka|rabbit|queue|elastic|dynamo|s3|storage|disk/i;
const edge = /gateway|ingress|edge|frontend|web|\bui\b|proxy|bff|mobile|client|load-?balancer|nginx/i;

/** The same from a chain of causes alone, which some write from cause to effect and others from caller to called. */
export function deepestOfChain({ causalChain, service }: Anomaly): Origin | undefined {
  const chain = causalChain
    .flatMap((item) => item.split(/\s*(?:->|→|=>)\s*/))
    .flatMap((item) => {
      const [, name, text] = link.exec(item) ?? [];
      return name === undefined ? [] : [{ service: name, text: (text ?? "").replace(/\)$/, "") }];
    });
  const [first, last] = [chain.at(0), chain.at(-1)];
  if (!first || !last) return undefined;
  const causeFirst =
    chain.length > 1 && (lean(first.service) - lean(last.service) || lastIsOwn(last.service, service)) > 0;
  const [origin = first, ...spread] = causeFirst ? chain : chain.toReversed();
  return {
    service: origin.service,
    spread: spread.map((item) => item.service),
    texts: origin.text === "" ? [] : [origin.text],
  };
}

/** What lies deep in a request's way, by its name. */
function lean(service: string): number {
  if (store.test(service)) return 1;
  return edge.test(service) ? -1 : 0;
}

/** The service that shows the symptom is the end of a chain of causes that ends with it. */
function lastIsOwn(last: string, own: string): number {
  return last === own ? 1 : 0;
}
