import type { Incident, IncidentCommit, IncidentContext } from "../incidents/index.ts";
import type { ConvertContext, DeskCommit } from "../tickets/index.ts";

export interface LinkStore {
  /** Both sides of a link in one transaction: the incident as saved. Throws `stale_write`. */
  commit(incident: IncidentCommit, desk: DeskCommit, now: Date): Promise<Incident>;
}

export interface LinkContext extends IncidentContext, Omit<ConvertContext, keyof IncidentContext> {
  links: LinkStore;
}
