import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderEvents } from "../../scripts/events/render.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

describe("P-7 the README's table of variables", () => {
  it("names every variable that the product reads, and no other", () => {
    const readByCode = ["functions/lib/config.ts", "packages/local/src/config.ts"].flatMap((path) =>
      [...read(path).matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name),
    );
    const configuration = read("README.md").split("## Configuration")[1]?.split("\n## ")[0] ?? "";
    const inReadme = [...configuration.matchAll(/`([A-Z][A-Z]*_[A-Z_]+|HOST|PORT|FAILPOINT)(?:=[^`]*)?`/g)].map(
      ([, name]) => name,
    );

    expect(new Set(inReadme)).toEqual(new Set(readByCode));
  });
});

describe("X-34 docs/EVENTS.md", () => {
  it("is what the schemas of the events say (npm run events)", () => {
    expect(read("docs/EVENTS.md")).toBe(renderEvents());
  });
});

describe("the documents point at what is there", () => {
  const documents = [
    "README.md",
    "AGENTS.md",
    ...readdirSync(join(root, "docs/decisions")).map((f) => `docs/decisions/${f}`),
  ];

  it.each(documents)("%s names only files and scripts that exist", (path) => {
    const text = read(path);
    const paths = [...text.matchAll(/`((?:functions|packages|test|scripts|docs)\/[\w./-]*[\w/])`/g)].map(
      ([, name]) => name,
    );
    const scripts = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);

    expect(paths.filter((name) => !existsSync(join(root, name ?? "")))).toEqual([]);
    expect(Object.keys(JSON.parse(read("package.json")).scripts)).toEqual(expect.arrayContaining(scripts));
  });
});
