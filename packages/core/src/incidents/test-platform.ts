import { authorizeIncidents } from "../access/index.ts";
import { loadIncidentSettings, openPlatform, type PlatformName } from "../settings/index.ts";
import type { IncidentContext } from "./ports.ts";

export interface PlatformTest {
  status: "ok" | "error";
  platform: PlatformName;
  message: string;
}

/** LC-47: whether a platform takes the settings that are saved, before or after it is enabled. Tells nobody's incident. */
export async function testPlatform(context: IncidentContext, input: { platform: PlatformName }): Promise<PlatformTest> {
  const { tenantId } = authorizeIncidents(context, "admin");
  const { platform } = input;
  const opened = await openPlatform(context, await loadIncidentSettings(context, tenantId), platform);
  if (opened.kind === "incomplete") {
    return { status: "error", platform, message: `Missing required fields: ${opened.missing.join(", ")}` };
  }

  const outcome = await context.platforms.connect(platform, opened.config).probe();
  return outcome.ok
    ? { status: "ok", platform, message: "Connection successful" }
    : { status: "error", platform, message: outcome.message };
}
