import { createHash } from "node:crypto";
import type { AnomalySettings } from "../settings/index.ts";
import type { Anomaly } from "./anomaly.ts";

/**
 * What makes two anomalies the same: service and severity (LC-22), with what the tenant adds to them; or the key that the
 * sender gives, which then counts alone.
 */
export function fingerprintOf(anomaly: Anomaly, fields: AnomalySettings["fingerprintFields"]): string {
  const { dedupKey, service, severity } = anomaly;
  const parts =
    dedupKey === null ? ["service", service, severity, ...fields.map((name) => anomaly[name])] : ["key", dedupKey];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
