import { barePrincipal, type Principal } from "../principal.ts";
import { defaultTenantId } from "./bootstrap-access.ts";

/** Who reports an anomaly through a bus or a queue and names no client: it is the default tenant's (LC-20, D-22). */
export function detectorPrincipal(): Principal {
  const detector = barePrincipal({ tenantId: defaultTenantId, kind: "system", id: "anomalies" });
  return { ...detector, scopes: ["incidents:write"] };
}
