import { bundlingOf, type LazyPart } from "./bundling.ts";
import { assumableBy, maySend, type Permission } from "./permissions.ts";
import type { Product } from "./product.ts";
import type { SecretParameter } from "./secrets.ts";

export interface ProductFunctionOptions {
  /** Path and export of the entry point; the only thing that the stacks know of the code. */
  handler: string;
  description: string;
  timeoutSeconds: number;
  permissions: Permission[];
  memory?: "512 MB" | "1024 MB";
  /** Read when the function starts; more than the product's own key only where it is needed. */
  secrets?: SecretParameter[];
  /** How many of it may run at once. */
  reserved?: number;
  /** What it uses of the parts that most functions leave out of their bundle. */
  uses?: LazyPart[];
  /** Where an event goes that the function, called asynchronously, could not take. */
  onFailure?: { queue: sst.aws.Queue; retries: 0 | 1 | 2 };
  url?: boolean;
  copyFiles?: { from: string; to: string }[];
}

/** A function as all of them are: its own role with named permissions, its own log group, no secret in its settings. */
export function productFunction(product: Product, name: string, options: ProductFunctionOptions) {
  const secrets = [product.secrets.secretKey, ...(options.secrets ?? [])];
  const logGroup = new aws.cloudwatch.LogGroup(`${name}Logs`, {
    name: `/aws/lambda/${$app.name}-${$app.stage}-${name}`,
    retentionInDays: product.stage.production ? 90 : 14,
  });
  const lambda = new sst.aws.Function(name, {
    handler: options.handler,
    description: options.description,
    runtime: "nodejs24.x",
    architecture: "arm64",
    memory: options.memory ?? "1024 MB",
    timeout: `${options.timeoutSeconds} seconds`,
    logging: { format: "json", logGroup: logGroup.name },
    nodejs: bundlingOf(options.uses ?? []),
    environment: {
      ...product.environment,
      ...Object.fromEntries(secrets.map(({ variable }) => [variable, ""])),
      TESSERA_SECRETS: $util.all(secrets.map(({ parameter }) => parameter.name)).apply((names) => names.join(",")),
    },
    permissions: [
      ...options.permissions,
      ...(options.onFailure ? [maySend(options.onFailure.queue)] : []),
      { actions: ["ssm:GetParameters"], resources: secrets.map(({ parameter }) => parameter.arn) },
      { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [$interpolate`${logGroup.arn}:*`] },
    ],
    ...(options.reserved !== undefined && { concurrency: { reserved: options.reserved } }),
    ...(options.url && { url: { cors: false }, streaming: true }),
    ...(options.copyFiles && { copyFiles: options.copyFiles }),
    transform: {
      role: (role) => {
        // SST 4.17.1 trusts the account's root as well, and lets every function write to every log group.
        role.assumeRolePolicy = assumableBy("lambda.amazonaws.com");
        role.managedPolicyArns = [];
      },
      function: (args) => {
        args.environment = withoutSstKey(args.environment);
      },
    },
  });
  if (options.onFailure) {
    new aws.lambda.FunctionEventInvokeConfig(`${name}OnFailure`, {
      functionName: lambda.name,
      maximumRetryAttempts: options.onFailure.retries,
      destinationConfig: { onFailure: { destination: options.onFailure.queue.arn } },
    });
  }
  return { name, lambda, logGroup };
}
export type ProductFunction = ReturnType<typeof productFunction>;

/** SST's key opens linked resources; we link none, and a key that opens nothing need not lie about. */
function withoutSstKey(environment: aws.lambda.FunctionArgs["environment"]) {
  return $util.output(environment).apply((given) => {
    const { SST_KEY, SST_KEY_FILE, SST_RESOURCE_App, ...variables } = given?.variables ?? {};
    return { variables };
  });
}
