/** How functions are bundled: plain data, so that the benchmark of cold starts bundles them the same way. */

/** Parts of the product that are loaded when they are first used, so that a function which never does can leave them out. */
export const lazyParts = {
  models: "./functions/lib/model-gateway.ts",
  workflow: "./packages/providers/src/aws/workflow-client.ts",
} as const;
export type LazyPart = keyof typeof lazyParts;

/**
 * Ways to credentials that Lambda never takes: the SDK loads them lazily, after the environment's own. Left out of the
 * bundle they cost nothing.
 */
const otherCredentialSources = [
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-web-identity",
  "@aws-sdk/credential-provider-http",
  "@smithy/credential-provider-imds",
];

export function bundlingOf(uses: readonly LazyPart[]) {
  const unused = Object.entries(lazyParts).flatMap(([part, path]) =>
    uses.some((used) => used === part) ? [] : [path],
  );
  return {
    minify: true,
    plugins: "stacks/esbuild-plugins.mjs",
    // Nothing reads the names of functions and classes; they would be 6 % of a bundle.
    esbuild: { external: [...otherCredentialSources, ...unused], keepNames: false },
  };
}
