import { existsSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { type Weight, weigh } from "./weigh.ts";

/** What SST hands to its bundler for one function (`nodejs` in stacks/function.ts). */
export interface FunctionBundling {
  minify?: boolean;
  splitting?: boolean;
  plugins?: string;
  esbuild?: Pick<BuildOptions, "external" | "keepNames">;
}

export interface BuiltFunction extends Weight {
  errors: string[];
}

/** The file that Lambda loads, whatever the handler's own is called. */
export const entryFile = "bundle.mjs";

const nothing: Weight = { bytes: 0, loadedBytes: 0, loadedPackages: [], deadFiles: [], externals: [] };

/** The banner that SST puts before every bundle, so that packages in CommonJS find their `require`. */
const banner = [
  `import { createRequire as topLevelCreateRequire } from 'module';`,
  `const require = topLevelCreateRequire(import.meta.url);`,
  `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"`,
  `const __filename = topLevelFileUrlToPath(import.meta.url)`,
  `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))`,
].join("\n");

/**
 * Bundles one function with the options of SST 4.17.1 (its pkg/runtime/node/build.go), which does it in Go. With
 * `splitting`, what is imported lazily lies in files of its own beside the entry.
 */
export async function buildFunction(request: {
  root: string;
  handler: string;
  outdir: string;
  bundling: FunctionBundling;
}): Promise<BuiltFunction> {
  const { root, handler, outdir, bundling } = request;
  const failed = (errors: string[]): BuiltFunction => ({ ...nothing, errors });
  const exported = extname(handler).slice(1);
  const source = join(root, `${handler.slice(0, -exported.length - 1)}.ts`);
  if (!existsSync(source)) return failed([`${handler}: no such file`]);

  const result = await build({
    absWorkingDir: root,
    entryPoints: [source],
    outdir,
    entryNames: basename(entryFile, ".mjs"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: bundling.splitting ?? false,
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

  const { outputs } = result.metafile;
  const entry = Object.keys(outputs).find((path) => basename(path) === entryFile) ?? "";
  if (!outputs[entry]?.exports.includes(exported)) return failed([`${handler}: no export named "${exported}"`]);
  return { ...weigh(outputs, entry), errors: [] };
}

async function loadPlugins(root: string, path: string | undefined): Promise<Plugin[]> {
  if (path === undefined) return [];
  const module: { default: Plugin[] } = await import(join(root, path));
  return module.default;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
