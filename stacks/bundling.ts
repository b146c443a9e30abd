/** How functions are bundled: plain data, so that the benchmark of cold starts bundles them the same way. */

/**
 * Parts of the product that are loaded when they are first used, so that a function which never does can leave them out.
 * It has to: a split bundle gets a file for each lazy import that it sees, also in code that it drops.
 */
export const lazyParts = {
  models: [
    "./functions/lib/model-gateway.ts",
    "./packages/providers/src/llm/registry.ts",
    // Only Bedrock's client reads a stream of events; the other clients would load this when they met one.
    "@smithy/core/event-streams",
  ],
  platforms: ["./functions/lib/platform-adapters.ts"],
  workflow: ["./packages/providers/src/aws/workflow-client.ts"],
  formats: ["./packages/api/src/support/markdown.ts", "./packages/api/src/support/trigger-yaml.ts"],
} as const;
export type LazyPart = keyof typeof lazyParts;

/** What the SDK loads lazily and we never come to; left out of the bundle it costs nothing. */
const neverLoaded = [
  // Ways to credentials that Lambda never takes: they come after the environment's own.
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-web-identity",
  "@aws-sdk/credential-provider-http",
  "@smithy/credential-provider-imds",
  // Browsers' names.
  "bowser",
];

export function bundlingOf(uses: readonly LazyPart[]) {
  const unused = Object.entries(lazyParts).flatMap(([part, paths]) =>
    uses.some((used) => used === part) ? [] : paths,
  );
  return {
    minify: true,
    // What is imported lazily lies in files of its own, which a cold start does not load.
    splitting: true,
    plugins: "stacks/esbuild-plugins.mjs",
    // Nothing reads the names of functions and classes; they would be 6 % of a bundle.
    esbuild: { external: [...neverLoaded, ...unused], keepNames: false },
  };
}
