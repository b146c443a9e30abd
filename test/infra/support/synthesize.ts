import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { startRpcServer } from "./rpc-server.ts";
import { type Build, type Stack, stackFile } from "./stack.ts";

interface App {
  name: string;
  removal: string;
  protect: boolean;
  providers: Record<string, unknown>;
}

/** Stands where a secret's value would: no resource but its parameter may show it. */
export const secretCanary = "canary-3d1f0c59a7";

const environment = {
  SST_SECRET_TESSERA_SECRET_KEY: `${secretCanary}-secret-key`,
  SST_SECRET_TESSERA_EDGE_KEY: `${secretCanary}-edge-key`,
  SST_SECRET_OPENAI_API_KEY: `${secretCanary}-openai`,
  TESSERA_ALARM_EMAIL: "alarms@example.com",
  DESK_MAIL_FROM: "desk@example.com",
  DESK_PUBLIC_URL: "https://tickets.example.com",
  BEDROCK_MODEL_ARNS: "arn:aws:bedrock:eu-central-1::foundation-model/example.model-v1",
};

/**
 * Runs sst.config.ts as `sst deploy` would, with SST's own components, up to the point where Pulumi would call AWS: no
 * account, no credentials, no network. Writes what would be made.
 */
export async function synthesize(root: string, stage: string): Promise<Stack> {
  const platform = join(root, ".sst/platform");
  const bundled = (name: string) => join(platform, `synth.${stage}.${name}.mjs`);

  const config = join(root, "sst.config.ts");
  await bundle(root, bundled("app"), {
    contents: `import mod from ${text(config)};
process.stdout.write(JSON.stringify(await mod.app({ stage: ${text(stage)} })));`,
    before: "function $config(input) { return input }",
  });
  const app: App = JSON.parse(await runNode(root, bundled("app"), {}));

  const outDir = join(root, ".sst/synth/functions");
  const builds: Build[] = [];
  const rpc = await startRpcServer({ root, outDir, builds });
  const resourcesFile = join(root, ".sst/synth", `${stage}.resources.json`);
  mkdirSync(dirname(resourcesFile), { recursive: true });
  try {
    await bundle(root, bundled("run"), programOf({ root, platform, config, app: { ...app, stage }, resourcesFile }));
    await runNode(root, bundled("run"), { ...environment, SST_SERVER: rpc.url });
  } finally {
    rpc.close();
  }

  const { providers, removal, protect } = app;
  const resources = JSON.parse(readFileSync(resourcesFile, "utf8"));
  const stack: Stack = { stage, providers, removal, protect, resources, builds: builds.toSorted(byId) };
  // Moved into place, so that nobody who waits for it reads half of it.
  writeFileSync(`${stackFile(stage)}.part`, JSON.stringify(stack));
  renameSync(`${stackFile(stage)}.part`, stackFile(stage));
  return stack;
}

function byId(a: Build, b: Build): number {
  return a.functionId < b.functionId ? -1 : 1;
}

interface Program {
  contents: string;
  /** Stands before every file of ours: the names that SST makes global. */
  before: string;
  define?: BuildOptions["define"];
  inject?: string[];
}

function programOf(options: {
  root: string;
  platform: string;
  config: string;
  app: App & { stage: string };
  resourcesFile: string;
}): Program {
  const { root, platform, config, app, resourcesFile } = options;
  const paths = { home: join(root, ".sst/home"), root, work: join(root, ".sst"), platform };
  return {
    contents: `import * as pulumi from "@pulumi/pulumi";
import { run } from ${text(join(platform, "src/auto/run.ts"))};
import { installMocks, runProgram } from ${text(join(root, "test/infra/support/mocks.ts"))};
import mod from ${text(config)};
await installMocks(pulumi, ${JSON.stringify(app)});
await runProgram(pulumi, () => run(mod.run), ${text(resourcesFile)});`,
    before: [
      ...Object.keys(app.providers).map((provider) => `import * as ${provider} from "@pulumi/${provider}";`),
      `import * as sst from ${text(join(platform, "src/components"))};`,
    ].join("\n"),
    define: {
      $app: JSON.stringify(app),
      $cli: JSON.stringify({ command: "diff", dev: false, paths, state: { version: {} } }),
      $dev: "false",
    },
    inject: [join(platform, "src/shim/run.js")],
  };
}

const text = (value: string) => JSON.stringify(value);

/** As SST bundles a configuration before it runs it. */
async function bundle(root: string, outfile: string, program: Program): Promise<void> {
  await build({
    stdin: { contents: program.contents, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    nodePaths: [join(root, ".sst/platform/node_modules")],
    external: ["@pulumi/*", "@pulumiverse/*", "@sst-provider/*", "@aws-sdk/*", "undici", "esbuild", "archiver", "glob"],
    banner: {
      js: `import { createRequire as createRequireOfBundle } from "module";
const require = createRequireOfBundle(import.meta.url);
${program.before.startsWith("function") ? program.before : ""}`,
    },
    define: program.define ?? {},
    inject: program.inject ?? [],
    plugins: [
      {
        name: "globals",
        setup(context) {
          context.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            if (!path.startsWith(join(root, "stacks")) || program.before.startsWith("function")) return undefined;
            return { contents: `${program.before}\n${await readFile(path, "utf8")}`, loader: "ts" };
          });
        },
      },
    ],
    logLevel: "silent",
  });
}

function runNode(root: string, file: string, env: Record<string, string>): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, ["--no-warnings", file], { cwd: root, env: { PATH, HOME, ...env } });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    errors += String(chunk);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve(output) : reject(new Error(output + errors))));
  });
}
