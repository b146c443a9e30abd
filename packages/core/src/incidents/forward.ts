import { authorizeIncidents } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { loadIncidentSettings, type PlatformName } from "../settings/index.ts";
import { withMessage } from "./forwarding.ts";
import type { Incident } from "./incident.ts";
import { requireIncident } from "./lookup.ts";
import { forwardingTo } from "./move.ts";
import type { IncidentContext } from "./ports.ts";
import { hintWork, retryChange } from "./record.ts";

/**
 * LC-61: tells one platform of an incident, whether or not its route leads there, and also where it was given up before.
 * Throws `unprocessable` where the platform is not enabled.
 */
export async function forwardIncident(
  context: IncidentContext,
  input: { id: string; platform: PlatformName },
): Promise<Incident> {
  const { tenantId } = authorizeIncidents(context, "write");
  const { id, platform } = input;
  await requireIncident(context, tenantId, id);
  const settings = await loadIncidentSettings(context, tenantId);
  if (!settings.platforms[platform]?.enabled) {
    throw new AppError("unprocessable", `${platform} is not enabled`, { field: "platform" });
  }

  const incident = await retryChange(context, async () => {
    const before = await requireIncident(context, tenantId, id);
    const rows = await context.incidents.forwardings(before);
    const at = context.now().toISOString();
    await context.incidents.saveForwarding(withMessage(forwardingTo(rows, before, platform), "trigger", { at }));
    return before;
  });
  await hintWork(context, { tenantId, incidentId: id });
  return incident;
}
