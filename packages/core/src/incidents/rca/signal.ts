import type { Anomaly } from "../anomaly.ts";
import { quote } from "./quote.ts";

/** How a detector's word for what is unusual reads in a title, and what to look at when nothing else is known. */
interface Signal {
  pattern: RegExp;
  title: string;
  look: string;
}

const signals: readonly Signal[] = [
  {
    pattern: /error[ _-]?(?:rate|ratio|spike|burst|count)|^errors?$|5xx/i,
    title: "High error rate",
    look: "its error logs, grouped by message, and what was deployed or configured shortly before",
  },
  {
    pattern: /latency|slow|response[ _-]?time|duration|p9\d/i,
    title: "High latency",
    look: "its slowest spans, the queries and calls in them, and the load on what they wait for",
  },
  { pattern: /timeout/i, title: "Timeouts", look: "its slowest spans, and the health of what they wait for" },
  {
    pattern: /oom|memory|heap/i,
    title: "High memory usage",
    look: "its memory graph since the last deployment, and its restarts",
  },
  {
    pattern: /cpu|load[ _-]?average/i,
    title: "High CPU usage",
    look: "a CPU profile, its traffic, and jobs that began at the same time",
  },
  {
    pattern: /disk|storage|inode/i,
    title: "Disk filling up",
    look: "which directories grow, and whether logs are rotated",
  },
  { pattern: /restart|crash/i, title: "Crashes", look: "the last log lines before each restart, and the exit codes" },
  {
    pattern:
      /(?:traffic|throughput|request|volume|log)\w*[ _-]?(?:drop|loss|missing|silence|low)|heartbeat|no[ _-]?data|silence/i,
    title: "Traffic drop",
    look: "whether its callers, its load balancer and its DNS still send requests to it",
  },
  {
    pattern: /(?:traffic|throughput|request[ _-]?rate|rps)/i,
    title: "Unusual traffic",
    look: "who sends the requests, and whether they are legitimate",
  },
  {
    pattern: /log[ _-]?(?:volume|rate|spike|burst|count)|volume/i,
    title: "Unusual log volume",
    look: "which message has grown most",
  },
  {
    pattern: /queue|backlog|lag/i,
    title: "Growing backlog",
    look: "whether its consumers run, and how long one message takes them",
  },
  {
    pattern: /auth|login|credential|brute/i,
    title: "Authentication failures",
    look: "the accounts and addresses that fail, and keys that were rotated lately",
  },
  {
    pattern: /request[ _-]?fail|transaction[ _-]?fail|fail/i,
    title: "Request failures",
    look: "the failed requests by endpoint, and their first error lines",
  },
  {
    pattern: /connection|network/i,
    title: "Connection failures",
    look: "DNS, ports and network policies between it and what it calls",
  },
  {
    pattern: /new[ _-]?(?:error|pattern|exception|template)|unseen|exception/i,
    title: "New errors",
    look: "the message that was never seen before, and what was deployed before it",
  },
];

/** What is unusual, as a title begins: "High error rate". An unknown word is shown as it is. */
export function signalTitle({ anomalyType }: Anomaly): string {
  const known = find(anomalyType);
  if (known) return known.title;
  const words = quote(anomalyType, 60).replace(/[_-]+/g, " ").trim();
  return words === "" ? "Anomaly" : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

export function whereToLook({ anomalyType }: Anomaly): string {
  return (
    find(anomalyType)?.look ??
    "its logs and graphs around that time, and what was deployed or configured shortly before"
  );
}

/** What was measured, as far as the detector says: "score 4.2, z-score 5.1, error rate 34%". */
export function measured({ anomalyScore, zScore, errorRate }: Anomaly): string {
  return [
    `anomaly score ${rounded(anomalyScore)}`,
    ...(zScore === null ? [] : [`z-score ${rounded(zScore)}`]),
    ...(errorRate === null ? [] : [`error rate ${percent(errorRate)}`]),
  ].join(", ");
}

/** A share (0.34) or a percentage (34): detectors send both. */
export function percent(rate: number): string {
  return `${rounded(rate <= 1 ? rate * 100 : rate)}%`;
}

/** The signals that have weighed most: "error_rate (0.6) and latency (0.3)". */
export function strongestSignals({ signalWeights }: Anomaly): string[] {
  return Object.entries(signalWeights)
    .filter(([, weight]) => weight > 0)
    .sort(([leftName, left], [rightName, right]) => right - left || (leftName < rightName ? -1 : 1))
    .slice(0, 3)
    .map(([name, weight]) => `${quote(name, 60)} (${rounded(weight)})`);
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function find(anomalyType: string): Signal | undefined {
  return signals.find(({ pattern }) => pattern.test(anomalyType));
}
