import { authorizeIncidents } from "../access/index.ts";
import { changeSettings } from "./change.ts";
import type { PlatformSettings } from "./incident-settings.ts";
import { type MergedPlatform, mergePlatform } from "./merge-platform.ts";
import { readPlatformsPatch } from "./platform-patch.ts";
import type { PlatformName } from "./platforms.ts";
import type { SettingsContext } from "./ports.ts";

/** LC-42: changes several platforms or none. Answers their names in the order given. */
export async function updatePlatforms(
  context: SettingsContext,
  input: { patch: unknown },
): Promise<{ updated: PlatformName[] }> {
  const caller = authorizeIncidents(context, "admin");
  const patches = readPlatformsPatch(input.patch, context.checkPlatformUrl);

  await changeSettings(context, caller, async (before) => {
    const merged = [...patches].map(
      ([name, patch]) => [name, mergePlatform(name, before.platforms[name], patch)] as const,
    );
    const platforms = { ...before.platforms };
    for (const [name, platform] of merged) platforms[name] = await sealed(context, platform);
    const secrets = merged.flatMap(([name, { entered }]) => Object.keys(entered).map((field) => `${name}.${field}`));
    return { sections: { platforms }, secrets };
  });
  return { updated: [...patches.keys()] };
}

async function sealed({ sealer }: SettingsContext, { kept, entered }: MergedPlatform): Promise<PlatformSettings> {
  const fresh = await Promise.all(
    Object.entries(entered).map(async ([field, clear]) => [field, await sealer.seal(clear)] as const),
  );
  return { ...kept, secrets: { ...kept.secrets, ...Object.fromEntries(fresh) } };
}
