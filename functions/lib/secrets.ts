import { getParameters } from "@tessera/providers/aws";

type Environment = Record<string, string | undefined>;

/** What an operator has not set: a parameter may not be empty, so the stacks write this instead. */
const unset = "none";

/**
 * In the cloud secrets are encrypted parameters, and TESSERA_SECRETS holds their names alone; the last part of a name is
 * the variable that it stands for. Without names (on a laptop) nothing is read.
 */
export async function readSecrets(env: Environment): Promise<Record<string, string>> {
  const { TESSERA_SECRETS: names, AWS_REGION: region = "us-east-1", AWS_ENDPOINT_URL_SSM: endpoint } = env;
  if (!names) return {};
  const parameters = await getParameters(names.split(","), { region, credentials: credentialsOf(env), endpoint });
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === unset ? [] : [[name.slice(name.lastIndexOf("/") + 1), value]],
    ),
  );
}

/** Those of the function's role, as Lambda hands them on. */
function credentialsOf({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: Environment) {
  return {
    accessKeyId: AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? "",
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}
