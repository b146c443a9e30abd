import { Sha256 } from "@smithy/core/checksum";
import { buildQueryString, HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export interface Signer {
  region: string;
  /** Asked each time: what a role is given changes while the process lives. */
  credentials: Credentials | (() => Promise<Credentials>);
  now(): Date;
}

export interface PresignRequest {
  method: "GET" | "HEAD" | "PUT";
  /** Its path is escaped already. */
  url: URL;
  /** What a client must send as it is: S3 refuses the request with another value. */
  headers?: Record<string, string>;
  query?: Record<string, string>;
  expiresInSeconds: number;
}

/** Says that the body is not part of the signature: nobody has it when the URL is made. */
const payloadHeader = "x-amz-content-sha256";
const onlyForSigning = new Set([payloadHeader]);

/** A URL that S3 takes for this one request, by Signature Version 4 in the query. */
export async function presign(request: PresignRequest, signer: Signer): Promise<string> {
  const { url, method, headers = {}, query = {}, expiresInSeconds } = request;
  const { region, credentials, now } = signer;
  const signature = new SignatureV4({
    service: "s3",
    region,
    credentials: async () => withoutEmptyToken(typeof credentials === "function" ? await credentials() : credentials),
    sha256: Sha256,
    // Unlike every other service, S3 takes the path as it stands.
    uriEscapePath: false,
  });
  const signed = await signature.presign(
    new HttpRequest({
      method,
      path: url.pathname,
      query,
      headers: { ...headers, host: url.host, [payloadHeader]: "UNSIGNED-PAYLOAD" },
    }),
    {
      signingDate: now(),
      expiresIn: expiresInSeconds,
      unhoistableHeaders: onlyForSigning,
      unsignableHeaders: onlyForSigning,
    },
  );
  return `${url.origin}${url.pathname}?${buildQueryString(signed.query ?? {})}`;
}

function withoutEmptyToken({ accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
