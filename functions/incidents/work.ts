import { IncidentMessage, workOnIncident } from "@tessera/core/incidents";
import { incidentModels } from "../lib/incident-models.ts";
import { incidentContext } from "../lib/incidents.ts";
import { queue } from "../lib/queue.ts";

export const handler = queue({
  schema: IncidentMessage,
  work: workOnIncident,
  contextOf: () => ({ ...incidentContext("incidents"), ...incidentModels }),
});
