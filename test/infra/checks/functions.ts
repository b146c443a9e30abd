import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../../functions/lib/config.ts";
import { type Lambda, lambdas, logGroups } from "../support/resources.ts";
import { root, type Stack } from "../support/stack.ts";
import { type Check, each } from "./check.ts";

const kib = 1_024;

interface Limit {
  /** What a cold start may load. */
  loaded: number;
  /** What may be uploaded: also what is loaded later, or never. */
  uploaded: number;
}

/**
 * What a bundle may weigh, in KB; everything that is not named here is a worker. PreparePrompt writes the skeleton of a
 * long spec with the rules of the offline generator, which are 150 KB.
 */
const bundleLimits: Record<string, Limit> = {
  // It may ask whether a model is there, and so it carries all of them; a cold start loads none.
  Api: { loaded: 640, uploaded: 1_600 },
  GenerateTickets: { loaded: 680, uploaded: 1_100 },
  WorkOnIncidents: { loaded: 500, uploaded: 1_100 },
};
const workerLimit: Limit = { loaded: 450, uploaded: 550 };

/** What few requests need. A small one would hide under the limit. */
const loadedLater = ["@aws-sdk/client-sfn", "markdown-it", "temporal-polyfill", "yaml"];

/** Files of /docs and /redoc that the API's archive must hold beside its bundle. */
const assets = [
  "swagger-ui/swagger-ui.css",
  "swagger-ui/swagger-ui-bundle.js",
  "swagger-ui/favicon-32x32.png",
  "redoc.standalone.js",
];

const buildsOf = (stack: Stack) => stack.builds.map((build) => ({ ...build, logicalName: build.functionId }));

export const functionChecks: readonly Check[] = [
  {
    name: "every handler exists, exports what its path says, and can be bundled",
    find: ({ builds }) => builds.flatMap(({ errors }) => errors),
  },
  {
    name: "every function has a bundle",
    find: (stack) => {
      const built = new Set(stack.builds.map(({ functionId }) => `${functionId}Function`));
      return lambdas(stack).flatMap(({ logicalName }) => (built.has(logicalName) ? [] : [logicalName]));
    },
  },
  {
    name: "every bundle is within its limit",
    find: ({ builds }) =>
      builds.flatMap(({ functionId, bytes, loadedBytes }) => {
        const limit = bundleLimits[functionId] ?? workerLimit;
        return [
          ...(loadedBytes > limit.loaded * kib ? [`${functionId} loads ${kb(loadedBytes)} of ${limit.loaded} KB`] : []),
          ...(bytes > limit.uploaded * kib ? [`${functionId} is ${kb(bytes)} of ${limit.uploaded} KB`] : []),
        ];
      }),
  },
  {
    name: "no cold start loads what few requests need",
    find: ({ builds }) =>
      builds.flatMap(({ functionId, loadedPackages }) =>
        loadedLater.filter((name) => loadedPackages.includes(name)).map((name) => `${functionId} loads ${name}`),
      ),
  },
  {
    name: "every file of a bundle is loaded by another",
    find: ({ builds }) =>
      builds.flatMap(({ functionId, deadFiles }) => deadFiles.map((file) => `${functionId}: ${file}`)),
  },
  each("a bundle leaves out only what is loaded lazily", buildsOf, ({ externals }) =>
    externals.every(({ lazy }) => lazy),
  ),
  {
    name: "the API leaves out nothing of ours",
    find: ({ builds }) =>
      builds
        .filter(({ functionId }) => functionId === "Api")
        .flatMap(({ externals }) => externals.map(({ path }) => path).filter((path) => path.startsWith("."))),
  },
  each(
    "functions run on Node 24 and arm64, and log JSON",
    lambdas,
    ({ runtime, architectures, loggingConfig }) =>
      runtime === "nodejs24.x" && architectures.join() === "arm64" && loggingConfig.logFormat === "JSON",
  ),
  each("every function has a log group of its own", lambdas, ({ loggingConfig }, stack) => {
    const users = lambdas(stack).filter((other) => other.loggingConfig.logGroup === loggingConfig.logGroup);
    return users.length === 1 && logGroups(stack).some(({ name }) => name === loggingConfig.logGroup);
  }),
  each("every log group forgets", logGroups, ({ retentionInDays }) => retentionInDays !== undefined),
  each("the product accepts the configuration of every function", lambdas, isConfigured),
  each("nobody is let in without a key, unless the operator has said so", lambdas, ({ environment }) => {
    const { ALLOW_ANONYMOUS: asked } = environment.variables;
    return asked === undefined || asked === "0" || asked === "false";
  }),
  {
    name: "reserved concurrency caps the model calls, and nothing else",
    find: (stack) =>
      lambdas(stack).flatMap(({ logicalName, reservedConcurrentExecutions: reserved }) =>
        (reserved !== undefined) === (logicalName === "GenerateTicketsFunction") ? [] : [logicalName],
      ),
  },
  {
    name: "the API's archive holds the files of /docs and /redoc",
    find: () => {
      const archive = join(root, ".sst/artifacts/Api/code.zip");
      if (!existsSync(archive)) return ["no archive"];
      const bytes = readFileSync(archive);
      return assets.filter((file) => !bytes.includes(`assets/${file}`));
    },
  },
];

function kb(bytes: number): string {
  return `${Math.ceil(bytes / kib)}`;
}

/** Its plain variables, and the secrets that it would read by name. */
function isConfigured({ environment }: Lambda): boolean {
  const names = environment.variables.TESSERA_SECRETS?.split(",") ?? [];
  const secretKey = Buffer.alloc(32).toString("base64");
  const secrets = Object.fromEntries(names.map((name) => [name.slice(name.lastIndexOf("/") + 1), secretKey]));
  try {
    return loadConfig({ ...environment.variables, ...secrets }).NODE_ENV === "production";
  } catch {
    return false;
  }
}
