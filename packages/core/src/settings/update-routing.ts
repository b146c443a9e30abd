import * as z from "zod";
import { authorizeIncidents } from "../access/index.ts";
import { changeSettings } from "./change.ts";
import type { IncidentSettings } from "./incident-settings.ts";
import { parsePatch } from "./patch-fault.ts";
import { PlatformName } from "./platforms.ts";
import type { SettingsContext } from "./ports.ts";

/** Each platform once, in the order given. */
const route = z
  .array(PlatformName)
  .transform((names) => [...new Set(names)])
  .exactOptional();

const RoutingPatch = z.strictObject({ critical: route, high: route, medium: route, low: route });

/** LC-43: the given severities' routes, each as a whole. Answers all of them. */
export async function updateRouting(
  context: SettingsContext,
  input: { patch: unknown },
): Promise<IncidentSettings["routing"]> {
  const caller = authorizeIncidents(context, "admin");
  const patch = parsePatch(RoutingPatch, input.patch);

  const { routing } = await changeSettings(context, caller, (before) => ({
    sections: { routing: { ...before.routing, ...patch } },
  }));
  return routing;
}
