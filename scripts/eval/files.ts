import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { readSpecFile } from "../../packages/local/src/generate/spec-file.ts";

export interface SpecFile {
  name: string;
  spec: string;
}

const specNames = /\.(?:md|markdown|rst|txt)$/i;

/** The specs that the paths name: files as they are, folders by the names of specs, sorted. Throws where there is none. */
export function readSpecFiles(paths: readonly string[]): SpecFile[] {
  return paths.flatMap(filesOf).map((file) => ({
    name: basename(file),
    // No request carries it, so no request's limit holds.
    spec: readSpecFile(file, Number.POSITIVE_INFINITY),
  }));
}

function filesOf(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => specNames.test(name));
  if (names.length === 0) throw new Error(`No specs in ${path}: files that end with .md, .markdown, .rst or .txt`);
  return names.sort().map((name) => join(path, name));
}
