import { text } from "node:stream/consumers";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export interface AwsCaller {
  region: string;
  credentials: AwsCredentials;
}

interface SignedPost {
  service: string;
  url: URL;
  headers: Record<string, string>;
  body: object;
  /** Until the answer's headers. */
  timeoutMs: number;
}

/**
 * One request to a service of AWS, signed and sent with what every bundle has of the SDK anyway: a client of its own for
 * each service that is called once would add 170 KB and more to a function.
 */
export async function postSigned({ region, credentials }: AwsCaller, request: SignedPost) {
  const { service, url, headers, body, timeoutMs } = request;
  const unsigned = new HttpRequest({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: url.pathname,
    headers: { host: url.host, ...headers },
    body: JSON.stringify(body),
  });
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  // An empty token is one that is not there: AWS refuses a request that is signed with it.
  const known = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  const signer = new SignatureV4({ service, region, credentials: known, sha256: Sha256 });
  const handler = new NodeHttpHandler({ requestTimeout: timeoutMs, throwOnRequestTimeout: true });
  try {
    const { response } = await handler.handle(new HttpRequest(await signer.sign(unsigned)));
    return { status: response.statusCode, body: await text(response.body) };
  } finally {
    handler.destroy();
  }
}
