/** What an operator has not set: a parameter may not be empty, so the stacks write this instead. */
const unset = "none";

/**
 * In the cloud secrets are encrypted parameters, and the environment holds their names alone; the last part of a name
 * is the variable that it stands for. Without names (on a laptop) nothing is read, and the SDK is not even loaded.
 */
export async function readSecrets(names: string | undefined): Promise<Record<string, string>> {
  if (!names) return {};
  const { GetParametersCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const command = new GetParametersCommand({ Names: names.split(","), WithDecryption: true });
  const { Parameters = [], InvalidParameters = [] } = await new SSMClient({}).send(command);
  if (InvalidParameters.length > 0) throw new Error(`Missing parameters: ${InvalidParameters.join(", ")}`);
  return Object.fromEntries(
    Parameters.flatMap(({ Name = "", Value }) =>
      Value === undefined || Value === unset ? [] : [[Name.slice(Name.lastIndexOf("/") + 1), Value]],
    ),
  );
}
