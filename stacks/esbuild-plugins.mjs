import { readFile } from "node:fs/promises";
import { dirname, extname } from "node:path";

/**
 * What bundlers cannot see that nobody uses. Each rule rewrites a file of a package on its way into a bundle; one that
 * finds nothing to rewrite fails the build, so that a new version of the package is looked at.
 */
const rules = [
  {
    // Takes zod as one object, of which it uses one class: 100 KB of schemas and 250 KB of messages in all languages.
    file: /\/node_modules\/@hono\/zod-openapi\/dist\/index\.mjs$/,
    rewrite: (source) =>
      source.replace('import { z } from "zod";', 'import { ZodType } from "zod";\nconst z = { ZodType };'),
  },
  {
    // The AI SDK takes zod as one object too: a namespace is the same in another form, of which only the used parts stay.
    file: /\/node_modules\/(?:@ai-sdk\/(?:amazon-bedrock|anthropic|google|moonshotai|openai)|ollama-ai-provider-v2)\/dist\/(?:index|internal\/index)\.m?js$/,
    rewrite: (source) =>
      source.replace(
        /^import \{ z(?: as (z\d+))? \} from "zod\/v4";$/gm,
        (_line, name = "z") => `import * as ${name} from "zod/v4";`,
      ),
  },
  {
    // Every schema can describe itself as JSON Schema, which nobody asks of it: our OpenAPI is written by another package.
    file: /\/node_modules\/zod\/v4\/classic\/schemas\.js$/,
    rewrite: (source) =>
      source
        .replace(/^ *inst\._zod\.processJSONSchema = .*$/gm, "")
        .replace(
          /^import \{ (createStandardJSONSchemaMethod), (createToJSONSchemaMethod) \} from .*$/m,
          'const $1 = () => () => { throw new Error("Bundles hold no JSON Schema"); };\nconst $2 = $1;',
        ),
  },
  {
    // Schemas and tools of interfaces that we do not call are made by functions without effects, which they do not say.
    file: /\/node_modules\/@ai-sdk\/(?:anthropic|openai|google)\/dist\/(?:index|internal\/index)\.m?js$/,
    rewrite: (source) =>
      source
        .replace(/^var (\w+) = (\w+)\(/gm, "var $1 = /* @__PURE__ */ $2(")
        .replace(/static \[(WORKFLOW_\w+)\]/g, "static $1"),
  },
  {
    // The SDK's clients read their own version from it.
    file: /\/node_modules\/@aws-sdk\/client-[\w-]+\/package\.json$/,
    rewrite: (source) => JSON.stringify({ version: JSON.parse(source).version }),
  },
];

const leanPackages = {
  name: "lean-packages",
  setup(build) {
    // SST 4.17.1 holds every filter against the text "undefined": a narrower one would never match there.
    build.onLoad({ filter: /.*/ }, async ({ path }) => {
      const applied = rules.filter(({ file }) => file.test(path.replaceAll("\\", "/")));
      if (applied.length === 0) return undefined;
      let contents = await readFile(path, "utf8");
      for (const { rewrite } of applied) {
        const rewritten = rewrite(contents);
        if (rewritten === contents)
          throw new Error(`${path} has changed: stacks/esbuild-plugins.mjs finds nothing to rewrite`);
        contents = rewritten;
      }
      return { contents, loader: extname(path) === ".json" ? "json" : "js", resolveDir: dirname(path) };
    });
  },
};

/** A default export of plugins is what SST loads (stacks/bundling.ts). */
export default [leanPackages];
