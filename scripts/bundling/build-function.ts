import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";

/** What SST hands to its bundler for one function (`nodejs` in stacks/function.ts). */
export interface FunctionBundling {
  minify?: boolean;
  plugins?: string;
  esbuild?: Pick<BuildOptions, "external" | "keepNames">;
}

export interface BuiltFunction {
  bytes: number;
  errors: string[];
  /** What each package adds, largest first. */
  inputs: Metafile["outputs"][string]["inputs"];
  /** Imports that the bundle leaves to its runtime. */
  externals: { path: string; lazy: boolean }[];
}

/** The banner that SST puts before every bundle, so that packages in CommonJS find their `require`. */
const banner = [
  `import { createRequire as topLevelCreateRequire } from 'module';`,
  `const require = topLevelCreateRequire(import.meta.url);`,
  `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"`,
  `const __filename = topLevelFileUrlToPath(import.meta.url)`,
  `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))`,
].join("\n");

/** Bundles one function with the options of SST 4.17.1 (its pkg/runtime/node/build.go), which does it in Go. */
export async function buildFunction(request: {
  root: string;
  handler: string;
  outfile: string;
  bundling: FunctionBundling;
}): Promise<BuiltFunction> {
  const { root, handler, outfile, bundling } = request;
  const failed = (errors: string[]): BuiltFunction => ({ bytes: 0, errors, inputs: {}, externals: [] });
  const exported = extname(handler).slice(1);
  const source = join(root, `${handler.slice(0, -exported.length - 1)}.ts`);
  if (!existsSync(source)) return failed([`${handler}: no such file`]);

  const result = await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2024",
    keepNames: bundling.esbuild?.keepNames ?? true,
    mainFields: ["module", "main"],
    minify: bundling.minify ?? false,
    external: ["sharp", "pg-native", ...(bundling.esbuild?.external ?? [])],
    banner: { js: banner },
    plugins: await loadPlugins(root, bundling.plugins),
    metafile: true,
    logLevel: "silent",
  }).catch((cause: unknown) => messageOf(cause));
  if (typeof result === "string") return failed([`${handler}: ${result}`]);

  const output = Object.values(result.metafile.outputs).find(({ entryPoint }) => entryPoint !== undefined);
  if (!output?.exports.includes(exported)) return failed([`${handler}: no export named "${exported}"`]);
  return {
    bytes: output.bytes,
    errors: [],
    inputs: output.inputs,
    externals: output.imports
      .filter(({ external, path }) => external && !path.startsWith("node:"))
      .map(({ path, kind }) => ({ path, lazy: kind === "dynamic-import" })),
  };
}

async function loadPlugins(root: string, path: string | undefined): Promise<Plugin[]> {
  if (path === undefined) return [];
  const module: { default: Plugin[] } = await import(join(root, path));
  return module.default;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
