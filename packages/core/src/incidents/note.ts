import { authorizeIncidents } from "../access/index.ts";
import type { Incident } from "./incident.ts";
import { requireIncident } from "./lookup.ts";
import type { IncidentContext } from "./ports.ts";
import { incidentEntry, retryChange } from "./record.ts";

/** LC-61: a person's words in an incident's story. They stay inside: no platform and no event gets them. */
export function addIncidentNote(context: IncidentContext, input: { id: string; text: string }): Promise<Incident> {
  const { tenantId, actor } = authorizeIncidents(context, "write");

  return retryChange(context, async () => {
    const before = await requireIncident(context, tenantId, input.id);
    const now = context.now();
    const after: Incident = { ...before, updatedAt: now.toISOString(), version: before.version + 1 };
    const audit = incidentEntry(context, after, { action: "incident.noted", actor, text: input.text });
    return context.incidents.commit({ before, after, audit }, now);
  });
}
