import { readFile } from "node:fs/promises";
import { dirname } from "node:path";

const zodOpenApi = "/node_modules/@hono/zod-openapi/dist/index.mjs";
const wholeZod = 'import { z } from "zod";';
const usedOfZod = 'import { ZodType } from "zod";\nconst z = { ZodType };';

/**
 * `@hono/zod-openapi` takes zod as one object, of which it uses one class: no bundler can see that, and every function
 * that touches a schema of the API would carry all of zod, in all its languages (340 KB).
 */
const zodInParts = {
  name: "zod-in-parts",
  setup(build) {
    // SST 4.17.1 holds every filter against the text "undefined": a narrower one would never match there.
    build.onLoad({ filter: /.*/ }, async ({ path }) => {
      if (!path.replaceAll("\\", "/").endsWith(zodOpenApi)) return undefined;
      const source = await readFile(path, "utf8");
      if (!source.includes(wholeZod)) throw new Error(`${zodOpenApi} has changed: does it still need this plugin?`);
      return { contents: source.replace(wholeZod, usedOfZod), loader: "js", resolveDir: dirname(path) };
    });
  },
};

/** A default export of plugins is what SST loads (stacks/function.ts). */
export default [zodInParts];
