import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const planted = mkdtempSync(join(tmpdir(), "tessera-layering-"));
const workspaces = readdirSync(join(root, "packages"));
afterAll(() => rmSync(planted, { recursive: true, force: true }));

interface Diagnostic {
  category: string;
  location: { path: string };
}

/** The rules that Biome, with the project's own configuration, finds broken by each file of a small copy of its tree. */
function lint(files: Record<string, string>): (path: string) => string[] {
  for (const manifest of ["package.json", "biome.json", ...workspaces.map((name) => `packages/${name}/package.json`)]) {
    mkdirSync(join(planted, dirname(manifest)), { recursive: true });
    cpSync(join(root, manifest), join(planted, manifest));
  }
  for (const [path, code] of Object.entries(files)) {
    mkdirSync(join(planted, dirname(path)), { recursive: true });
    writeFileSync(join(planted, path), code);
  }
  const run = spawnSync(
    join(root, "node_modules/.bin/biome"),
    ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none"],
    { cwd: planted, encoding: "utf8" },
  );
  const report: { diagnostics: Diagnostic[] } = JSON.parse(run.stdout);
  return (path) =>
    report.diagnostics.filter(({ location }) => location.path.endsWith(path)).map(({ category }) => category);
}

const refused: readonly (readonly [from: string, specifier: string])[] = [
  ["packages/core/src/jobs", "@tessera/store"],
  ["packages/core/src/jobs", "hono"],
  ["packages/core/src/jobs", "@aws-sdk/client-sqs"],
  ["packages/core/src/jobs", "../audit/entry.ts"],
  ["packages/api/src/http", "@tessera/store"],
  ["packages/api/src/http", "@tessera/providers/http"],
  ["packages/api/src/http", "@aws-sdk/client-dynamodb"],
  ["packages/api/src/ticket-jobs", "../admin/wire.ts"],
  ["packages/api/src/admin", "../ticket-jobs/wire.ts"],
  ["packages/store/src", "@tessera/api"],
  ["packages/store/src", "@tessera/providers/http"],
  ["packages/providers/src/http", "@tessera/store"],
  ["packages/providers/src/llm", "../webhooks/index.ts"],
  ["functions/jobs", "@tessera/local"],
  ["functions/jobs", "../../test/support/builders.ts"],
  ["stacks", "@tessera/store"],
  ["stacks", "@tessera/core/jobs"],
  ["stacks", "../functions/lib/runtime.ts"],
  ["stacks", "../packages/store/src/table.ts"],
];

const allowed: typeof refused = [
  ["packages/core/src/jobs", "../audit/index.ts"],
  ["packages/api/src/http", "@tessera/core/jobs"],
  ["packages/api/src/ticket-jobs", "./wire.ts"],
  ["packages/api/src/ticket-jobs", "../http/surface.ts"],
  ["packages/store/src", "@tessera/core/jobs"],
  ["packages/providers/src/llm", "../http/index.ts"],
  ["functions/jobs", "@tessera/store"],
  ["stacks", "@tessera/core/workflow"],
  ["stacks", "@tessera/store/table"],
  ["stacks", "../functions/lib/limits.ts"],
];

const importOf = (specifier: string) => `import { x } from "${specifier}";\n\nexport const y = x;\n`;
const broken = lint({
  ...Object.fromEntries(refused.map(([from, to], i) => [`${from}/refused-${i}.ts`, importOf(to)])),
  ...Object.fromEntries(allowed.map(([from, to], i) => [`${from}/allowed-${i}.ts`, importOf(to)])),
  "packages/core/src/named-zod.ts": 'import { z } from "zod";\n\nexport const y = z;\n',
  "packages/core/src/undeclared.ts": importOf("croner"),
  "packages/api/src/environment.ts": "export const home = process.env.HOME;\n",
  "functions/jobs/environment.ts": "export const home = process.env.HOME;\n",
  "packages/core/src/cycle-a.ts": 'import { b } from "./cycle-b.ts";\n\nexport const a = () => b;\n',
  "packages/core/src/cycle-b.ts": 'import { a } from "./cycle-a.ts";\n\nexport const b = () => a;\n',
});

describe("layering: zod <- core <- { api | store | providers } <- functions <- local", () => {
  it.each(refused.map(([from, to], i) => ({ from, to, path: `${from}/refused-${i}.ts` })))(
    "refuses that $from imports $to",
    ({ path }) => {
      expect(broken(path)).toContain("lint/style/noRestrictedImports");
    },
  );

  it.each(allowed.map(([from, to], i) => ({ from, to, path: `${from}/allowed-${i}.ts` })))(
    "lets $from import $to",
    ({ path }) => {
      expect(broken(path)).not.toContain("lint/style/noRestrictedImports");
    },
  );

  it("refuses two files that import each other", () => {
    expect(broken("packages/core/src/cycle-a.ts")).toContain("lint/suspicious/noImportCycles");
  });

  it("refuses a package that the workspace does not declare", () => {
    expect(broken("packages/core/src/undeclared.ts")).toContain("lint/correctness/noUndeclaredDependencies");
  });

  it("refuses zod's named import, which bundles every locale", () => {
    expect(broken("packages/core/src/named-zod.ts")).toContain("lint/style/noRestrictedImports");
  });

  it.each(["packages/api/src/environment.ts", "functions/jobs/environment.ts"])(
    "refuses process.env in %s: only functions/lib/config.ts reads it",
    (path) => {
      expect(broken(path)).toContain("lint/style/noProcessEnv");
    },
  );
});

describe("workspaces", () => {
  it.each(workspaces)("%s pins the versions of the root", (name) => {
    const pinsOf = (path: string): Record<string, string> => {
      const manifest = JSON.parse(readFileSync(join(root, path), "utf8"));
      return { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    };
    const rootPins = pinsOf("package.json");
    const pins = pinsOf(`packages/${name}/package.json`);

    expect(pins).toEqual(Object.fromEntries(Object.keys(pins).map((dependency) => [dependency, rootPins[dependency]])));
  });
});
