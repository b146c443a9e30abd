import { shorten } from "../../generation/index.ts";
import type { Anomaly } from "../anomaly.ts";
import { type Findings, findingsOf } from "./findings.ts";
import { listed, quote } from "./quote.ts";
import { type Rca, rcaLimits } from "./rca.ts";
import { measured, percent, signalTitle, strongestSignals, whereToLook } from "./signal.ts";
import { stepsOf } from "./steps.ts";

/** What can be said without a model (LC-27): the same for the same anomaly, and never a sentence without content. */
export function analyseByRules(anomaly: Anomaly): Rca {
  const findings = findingsOf(anomaly);
  return {
    title: shorten(`${signalTitle(anomaly)} on ${quote(anomaly.service, 100)}`, rcaLimits.title),
    rootCause: shorten(rootCause(anomaly, findings), rcaLimits.rootCause),
    impact: shorten(impact(anomaly, findings), rcaLimits.impact),
    reproduceSteps: stepsOf(anomaly, findings)
      .slice(0, rcaLimits.steps)
      .map((step) => shorten(step, rcaLimits.step)),
    suggestedFix: shorten(suggestedFix(anomaly, findings), rcaLimits.suggestedFix),
    source: "fallback",
  };
}

function rootCause(anomaly: Anomaly, { origin, spread, line, category }: Findings): string {
  const sentences = [
    category
      ? `Likely cause (${category.name}): ${origin} ${category.cause}.`
      : `The cause is not known yet: ${origin} shows ${signalTitle(anomaly).toLowerCase()} (${measured(anomaly)}).`,
    ...(line === null ? withoutLine(anomaly) : [`First error: "${line}".`]),
  ];
  if (spread.length > 0) sentences.push(`From ${origin} the failure spread to ${listed(spread)}.`);
  return sentences.join(" ");
}

/** What else the detector tells. */
function withoutLine(anomaly: Anomaly): string[] {
  const said = quote(anomaly.message ?? anomaly.description ?? "", 300);
  const signals = strongestSignals(anomaly);
  return [
    said === ""
      ? `No error line came with the anomaly; measured: ${measured(anomaly)}.`
      : `The detector says: "${said}".`,
    ...(signals.length === 0 ? [] : [`Strongest signals: ${listed(signals)}.`]),
  ];
}

function impact(anomaly: Anomaly, { affected }: Findings): string {
  const { affectedEndpoint, environment, errorRate } = anomaly;
  const where = environment === null ? "" : ` in ${quote(environment, 60)}`;
  const services =
    affected.length === 1
      ? `1 service is affected${where}: ${affected.join()}.`
      : `${affected.length} services are affected${where}: ${listed(affected, 8)}.`;
  const requests = affectedEndpoint === null ? "Requests" : `Requests to ${quote(affectedEndpoint, 150)}`;
  const share =
    errorRate === null || errorRate === 0
      ? `${requests} may fail or be slow`
      : `${requests} fail at a rate of ${percent(errorRate)}`;
  return `${services} ${share} (severity ${anomaly.severity}, ${measured({ ...anomaly, errorRate: null })}).`;
}

function suggestedFix(anomaly: Anomaly, { origin, category }: Findings): string {
  if (category) return category.fix.replaceAll("{service}", origin);
  return `Look at ${origin}: ${whereToLook(anomaly)}. Roll back what was changed last if the times match; otherwise compare the graphs of ${origin} with the same hour of the day before.`;
}
