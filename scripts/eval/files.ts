import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

export interface SpecFile {
  name: string;
  spec: string;
}

const specNames = /\.(?:md|markdown|rst|txt)$/i;

/** The specs that the paths name: files as they are, folders by the names of specs, sorted. */
export function readSpecFiles(paths: readonly string[]): SpecFile[] {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [readSpecFile(path)];
    const names = readdirSync(path).filter((name) => specNames.test(name));
    return names.sort().map((name) => readSpecFile(join(path, name)));
  });
}

function readSpecFile(path: string): SpecFile {
  return { name: basename(path), spec: readFileSync(path, "utf8") };
}
