import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";
import * as z from "zod";

interface ParametersOptions {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
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

/**
 * Encrypted parameters by name, at most ten. Signed and sent with what every bundle has of the SDK anyway: the client
 * for Parameter Store would add 170 KB to each function for this one call.
 */
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

async function send(names: readonly string[], { region, credentials, endpoint }: ParametersOptions) {
  const url = new URL(endpoint ?? `https://ssm.${region}.amazonaws.com`);
  const request = new HttpRequest({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: "/",
    headers: {
      host: url.host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AmazonSSM.GetParameters",
    },
    body: JSON.stringify({ Names: names, WithDecryption: true }),
  });
  const signer = new SignatureV4({ service: "ssm", region, credentials, sha256: Sha256 });
  const handler = new NodeHttpHandler({ requestTimeout: requestLimitMs, throwOnRequestTimeout: true });
  try {
    const { response } = await handler.handle(new HttpRequest(await signer.sign(request)));
    return { status: response.statusCode, body: await text(response.body) };
  } finally {
    handler.destroy();
  }
}
