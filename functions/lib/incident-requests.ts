import type { AppDependencies } from "@tessera/api";
import { createLlmProbes } from "@tessera/core/incidents";
import { createPlatformUrlCheck } from "@tessera/providers/platforms";
import { createLinkStore } from "@tessera/store/incidents";
import { egress } from "./egress.ts";
import { incidentModels } from "./incident-models.ts";
import { withIncidents } from "./incidents.ts";
import { runtime } from "./runtime.ts";

type IncidentContextFor = AppDependencies["incidentContextFor"];

const checkPlatformUrl = createPlatformUrlCheck({ egress, allowHosts: runtime.config.EGRESS_ALLOW_HOSTS });
const llmProbes = createLlmProbes();
const links = createLinkStore(runtime.store.open);

/** What a request about incidents needs, settings and tests of connections included. */
export function incidentRequestContext(
  context: Parameters<IncidentContextFor>[0],
): Awaited<ReturnType<IncidentContextFor>> {
  return { ...withIncidents(context), ...incidentModels, checkPlatformUrl, llmProbes, links };
}
