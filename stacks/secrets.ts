import { pascal } from "./names.ts";

/** What an operator has not set: a parameter may not be empty. `functions/lib/secrets.ts` leaves it out. */
const unset = "none";

const modelKeyNames = [
  "OPENAI_API_KEY",
  "ANTHROPIC_API_KEY",
  "GOOGLE_API_KEY",
  "MOONSHOT_API_KEY",
  "VLLM_API_KEY",
] as const;

export interface SecretParameter {
  variable: string;
  value: $util.Output<string>;
  parameter: aws.ssm.Parameter;
}

/**
 * Secrets are set with `sst secret set <NAME>` and kept as encrypted parameters. A function is told their names alone
 * and reads them when it starts, so no secret stands in a function's configuration, and a rotation needs no build.
 */
export function secrets() {
  return {
    /** Seals stored secrets and signs cursors: without it nothing starts, so it has no default. */
    secretKey: secretParameter("TESSERA_SECRET_KEY"),
    /** What CloudFront shows to the API, so that only requests that came through it are trusted. */
    edgeKey: secretParameter("TESSERA_EDGE_KEY"),
    modelKeys: modelKeyNames.map((name) => secretParameter(name, unset)),
  };
}
export type Secrets = ReturnType<typeof secrets>;

/** Tells a function that a provider has a key without handing it over: who only chooses a model needs no more. */
export function keyMarkers({ modelKeys }: Secrets): Record<string, $util.Output<string>> {
  return Object.fromEntries(
    modelKeys.map(({ variable, value }) => [variable, value.apply((key) => (key === unset ? "" : "configured"))]),
  );
}

function secretParameter(variable: string, placeholder?: string): SecretParameter {
  const { value } = new sst.Secret(variable, placeholder);
  const parameter = new aws.ssm.Parameter(`Secret${pascal(variable)}`, {
    name: `/${$app.name}/${$app.stage}/${variable}`,
    type: "SecureString",
    value,
  });
  return { variable, value, parameter };
}
