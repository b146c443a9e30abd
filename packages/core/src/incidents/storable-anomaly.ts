import type { Anomaly } from "./anomaly.ts";

/** UTF-8 bytes of JSON: half of what an item of the table may hold. */
const sizeLimit = 200 * 1_024;

/** The anomaly with as many of its lines as fit into a row: what comes first says most. */
export function storable(anomaly: Anomaly): Anomaly {
  let kept = anomaly;
  while (hasLines(kept) && Buffer.byteLength(JSON.stringify(kept)) > sizeLimit) {
    kept = { ...kept, evidenceLogs: half(kept.evidenceLogs), requestTrace: half(kept.requestTrace) };
  }
  return kept;
}

function hasLines({ evidenceLogs, requestTrace }: Anomaly): boolean {
  return evidenceLogs.length + requestTrace.length > 0;
}

function half<Line>(lines: readonly Line[]): Line[] {
  return lines.slice(0, Math.floor(lines.length / 2));
}
