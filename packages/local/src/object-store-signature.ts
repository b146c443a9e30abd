import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { ObjectStoreError } from "./object-store-error.ts";

export interface SignedRequest {
  method: string;
  /** Path and query as they came. */
  target: string;
  headers: IncomingHttpHeaders;
}

export interface SignatureRules {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  now(): Date;
}

const algorithm = "AWS4-HMAC-SHA256";
const signatureName = "X-Amz-Signature";
const longestSeconds = 7 * 24 * 60 * 60;
/** How far the clock of who signed may be ahead. */
const skewMs = 15 * 60 * 1_000;

/**
 * Throws what S3 would answer unless this is a request that somebody with our key has signed, and its time has not run
 * out (Signature Version 4 in the query). Written anew from AWS's document: the library that signs is not what checks.
 */
export function verifySignature(request: SignedRequest, rules: SignatureRules): void {
  const [path = "", query = ""] = splitOnce(request.target, "?");
  const parameters = parseQuery(query);
  const signed = readParameters(new Map(parameters));
  const scope = checkScope(signed.credential, signed.date, rules);
  checkTime(signed, rules.now());
  checkHeaders(request, signed.headerNames);

  const canonicalRequest = [
    request.method,
    path.split("/").map(decode).map(encode).join("/"),
    canonicalQuery(parameters),
    ...signed.headerNames.map((name) => `${name}:${headerValue(request.headers, name)}`),
    "",
    signed.headerNames.join(";"),
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const text = [algorithm, signed.date, scope, sha256(canonicalRequest)].join("\n");
  if (!isSame(signatureOf(text, scope, rules), signed.signature)) {
    throw refused(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    );
  }
}

interface Parameters {
  credential: string;
  date: string;
  expiresInSeconds: number;
  headerNames: string[];
  signature: string;
}

function readParameters(query: ReadonlyMap<string, string>): Parameters {
  if (!query.has(signatureName)) throw refused("AccessDenied", "Access Denied");
  const given = (name: string) => {
    const value = query.get(name);
    if (!value) throw badParameters(`Query-string authentication version 4 requires the ${name} parameter`);
    return value;
  };
  if (given("X-Amz-Algorithm") !== algorithm) throw badParameters(`X-Amz-Algorithm only supports "${algorithm}"`);
  const expiresInSeconds = Number(given("X-Amz-Expires"));
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > longestSeconds) {
    throw badParameters("X-Amz-Expires must be a number of seconds, and at most a week");
  }
  return {
    credential: given("X-Amz-Credential"),
    date: given("X-Amz-Date"),
    expiresInSeconds,
    headerNames: given("X-Amz-SignedHeaders").split(";"),
    signature: given(signatureName),
  };
}

/** `<key id>/<day>/<region>/s3/aws4_request`; answers the part behind the key id. */
function checkScope(credential: string, date: string, { region, credentials }: SignatureRules): string {
  const [accessKeyId, scope = ""] = splitOnce(credential, "/");
  if (accessKeyId !== credentials.accessKeyId) {
    throw refused("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  }
  if (scope !== `${date.slice(0, 8)}/${region}/s3/aws4_request`) {
    throw badParameters(`Error parsing the X-Amz-Credential parameter; expecting the day, "${region}" and "s3"`);
  }
  return scope;
}

function checkTime({ date, expiresInSeconds }: Parameters, now: Date): void {
  const signedAt = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(signedAt)) throw badParameters("X-Amz-Date must be in the ISO8601 format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (signedAt > now.getTime() + skewMs) throw refused("AccessDenied", "Request is not valid yet");
  if (now.getTime() >= signedAt + expiresInSeconds * 1_000) throw refused("AccessDenied", "Request has expired");
}

function checkHeaders({ headers }: SignedRequest, signedNames: readonly string[]): void {
  const unsigned = Object.keys(headers).filter((name) => name.startsWith("x-amz-") && !signedNames.includes(name));
  if (unsigned.length > 0 || !signedNames.includes("host")) {
    throw refused("AccessDenied", "There were headers present in the request which were not signed");
  }
}

function signatureOf(text: string, scope: string, { credentials }: SignatureRules): string {
  const key = scope
    .split("/")
    .reduce<Buffer | string>((secret, part) => hmac(secret, part).digest(), `AWS4${credentials.secretAccessKey}`);
  return hmac(key, text).digest("hex");
}

function canonicalQuery(parameters: readonly [string, string][]): string {
  return parameters
    .filter(([name]) => name !== signatureName)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function parseQuery(query: string): [string, string][] {
  return query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const [name = "", value = ""] = splitOnce(part, "=");
      return [decode(name), decode(value)];
    });
}

/** Without blanks at the ends, and with single ones inside. */
function headerValue(headers: IncomingHttpHeaders, name: string): string {
  return String(headers[name] ?? "")
    .trim()
    .replace(/\s+/g, " ");
}

export function decode(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    throw new ObjectStoreError(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
}

/** Everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isSame(expected: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(expected)), Buffer.from(sha256(given)));
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text);
const refused = (code: string, message: string) => new ObjectStoreError(403, code, message);
const badParameters = (message: string) => new ObjectStoreError(400, "AuthorizationQueryParametersError", message);
