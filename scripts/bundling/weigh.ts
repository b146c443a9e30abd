import { isBuiltin } from "node:module";
import type { Metafile } from "esbuild";

/** What a function's bundle is made of, and what of it a cold start loads. */
export interface Weight {
  /** All files together: what is uploaded. */
  bytes: number;
  /** The entry, and what it imports at once, directly or not: what a cold start loads. */
  loadedBytes: number;
  /** Packages of which a cold start loads something, besides ours. */
  loadedPackages: string[];
  /** Files that are never loaded: who would import them was dropped. */
  deadFiles: string[];
  /** Imports that the files leave to their runtime. */
  externals: { path: string; lazy: boolean }[];
}

type Outputs = Metafile["outputs"];
type Import = Outputs[string]["imports"][number];

export function weigh(outputs: Outputs, entry: string): Weight {
  const all = Object.keys(outputs);
  const loaded = filesFrom(entry, outputs, ({ kind }) => kind !== "dynamic-import");
  const used = filesFrom(entry, outputs, () => true);
  return {
    bytes: bytesOf(all, outputs),
    loadedBytes: bytesOf(loaded, outputs),
    loadedPackages: packagesOf([...loaded].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}))),
    deadFiles: all.filter((file) => !used.has(file)).map((file) => outputs[file]?.entryPoint ?? file),
    externals: all
      .flatMap((file) => outputs[file]?.imports ?? [])
      .filter(({ external, path }) => external && !isBuiltin(path))
      .map(({ path, kind }) => ({ path, lazy: kind === "dynamic-import" })),
  };
}

/** A file with all that it imports in the ways asked for, and what those import. */
function filesFrom(entry: string, outputs: Outputs, follows: (imported: Import) => boolean): Set<string> {
  const files = new Set([entry]);
  // A set's iterator also comes to what is added on its way.
  for (const file of files) {
    for (const imported of outputs[file]?.imports ?? []) {
      if (!imported.external && follows(imported)) files.add(imported.path);
    }
  }
  return files;
}

function bytesOf(files: Iterable<string>, outputs: Outputs): number {
  let bytes = 0;
  for (const file of files) bytes += outputs[file]?.bytes ?? 0;
  return bytes;
}

/** The innermost package of each path. */
function packagesOf(paths: readonly string[]): string[] {
  const names = paths.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}
