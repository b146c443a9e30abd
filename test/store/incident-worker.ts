import type { WorkContext } from "@tessera/core/incidents";
import { createWorld } from "../unit/incidents/rca/world.ts";
import type { IncidentDesk } from "./incident-desk.ts";

/** What a worker has beside the verbs: a model that says what it is told to say. */
export function createWorkContext(desk: IncidentDesk, models = createWorld()): WorkContext {
  return { ...models.context, ...desk.system() };
}
