/**
 * zod's messages in English alone. `@hono/zod-openapi` takes zod as one object, so no bundler can see which of its
 * languages are used: 260 KB of messages that nobody asks for. A default export of plugins is what SST loads.
 */
const locales = "/zod/v4/locales/index.js";

const onlyEnglish = {
  name: "only-english",
  setup(build) {
    // SST 4.17.1 holds every filter against the text "undefined": a narrower one would never match there.
    build.onLoad({ filter: /.*/ }, ({ path }) => {
      if (!path.replaceAll("\\", "/").endsWith(locales)) return undefined;
      return {
        contents: 'export { default as en } from "./en.js";',
        loader: "js",
        resolveDir: path.slice(0, -"/index.js".length),
      };
    });
  },
};

export default [onlyEnglish];
