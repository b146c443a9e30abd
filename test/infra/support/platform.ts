import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * SST keeps its components in its binary and installs what they need beside them, as `sst deploy` does. Done once for
 * each version; it needs the package registry and nothing of AWS.
 */
export function ensurePlatform(root: string): string {
  const platform = join(root, ".sst/platform");
  const wanted: { version: string } = JSON.parse(readFileSync(join(root, "node_modules/sst/package.json"), "utf8"));
  if (installedVersion(platform) !== wanted.version) {
    execFileSync(join(root, "node_modules/.bin/sst"), ["install", "--stage", "synth"], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, SST_NO_BUN: "1", SST_SKIP_DEPENDENCY_CHECK: "1", SST_TELEMETRY_DISABLED: "1" },
    });
  }
  return platform;
}

function installedVersion(platform: string): string | undefined {
  const complete = existsSync(join(platform, "node_modules/@pulumi/aws/package.json"));
  return complete ? readFileSync(join(platform, "version"), "utf8").trim() : undefined;
}
