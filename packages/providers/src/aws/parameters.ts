import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { type AwsCaller, postSigned } from "./signed-request.ts";

interface ParametersOptions extends AwsCaller {
  /** For tests; AWS's own by default. */
  endpoint?: string | undefined;
}

const Answer = z.object({
  Parameters: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  InvalidParameters: z.array(z.string()).default([]),
});

/** A burst of cold starts asks more often than Parameter Store likes: then it is asked again. */
const attempts = 5;
const firstPauseMs = 100;
const requestLimitMs = 2_000;

/** Encrypted parameters by name, at most ten. */
export async function getParameters(
  names: readonly string[],
  options: ParametersOptions,
): Promise<Record<string, string>> {
  for (let attempt = 1; ; attempt += 1) {
    const { status, body } = await send(names, options);
    if (status === 200) return valuesOf(body);
    const again = status >= 500 || body.includes("ThrottlingException");
    // The body names the fault, never a value: it is AWS's answer to a refused request.
    if (!again || attempt === attempts) throw new Error(`Parameter Store answered ${status}: ${body.slice(0, 200)}`);
    await sleep(Math.random() * firstPauseMs * 2 ** attempt);
  }
}

function valuesOf(body: string): Record<string, string> {
  const { Parameters, InvalidParameters } = Answer.parse(JSON.parse(body));
  if (InvalidParameters.length > 0) throw new Error(`Missing parameters: ${InvalidParameters.join(", ")}`);
  return Object.fromEntries(Parameters.map(({ Name, Value }) => [Name, Value]));
}

function send(names: readonly string[], { endpoint, ...caller }: ParametersOptions) {
  return postSigned(caller, {
    service: "ssm",
    url: new URL(endpoint ?? `https://ssm.${caller.region}.amazonaws.com`),
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.GetParameters" },
    body: { Names: names, WithDecryption: true },
    timeoutMs: requestLimitMs,
  });
}
