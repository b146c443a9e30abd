import { text } from "node:stream/consumers";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";
import { AppError } from "@tessera/core/errors";
import type { ContactMailer } from "@tessera/core/tickets";
import { loginMail } from "./login-mail.ts";

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

interface SesOptions {
  /** An address that SES may send from. */
  from: string;
  region: string;
  /** Asked each time: what a role is given changes while the process lives. */
  credentials(): Promise<Credentials>;
  /** For tests; AWS's own by default. */
  endpoint?: string | undefined;
}

const requestLimitMs = 5_000;

/** Machines that answer mails leave one alone that says so (RFC 3834): our own loop guard looks for the same. */
const headers = [{ Name: "Auto-Submitted", Value: "auto-generated" }];

/** Mails by SES, one signed request for each: its SDK client would add 200 KB to the API (PX-64). */
export function createSesMailer(options: SesOptions): ContactMailer {
  return {
    async sendLoginLink(link) {
      const { subject, text: content } = loginMail(link);
      const { status, body } = await send(options, {
        FromEmailAddress: options.from,
        Destination: { ToAddresses: [link.email] },
        Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(content) }, Headers: headers } },
      });
      // The body names the fault: it is AWS's answer to a refused request, and quotes nothing of the mail.
      if (status !== 200) throw new AppError("egress_failed", `SES answered ${status}: ${body.slice(0, 200)}`);
    },
  };
}

function utf8(data: string) {
  return { Data: data, Charset: "UTF-8" };
}

async function send({ region, credentials, endpoint }: SesOptions, mail: object) {
  const url = new URL("/v2/email/outbound-emails", endpoint ?? `https://email.${region}.amazonaws.com`);
  const request = new HttpRequest({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: url.pathname,
    headers: { host: url.host, "content-type": "application/json" },
    body: JSON.stringify(mail),
  });
  const signer = new SignatureV4({
    service: "ses",
    region,
    credentials: async () => withoutEmptyToken(await credentials()),
    sha256: Sha256,
  });
  const handler = new NodeHttpHandler({ requestTimeout: requestLimitMs, throwOnRequestTimeout: true });
  try {
    const { response } = await handler.handle(new HttpRequest(await signer.sign(request)));
    return { status: response.statusCode, body: await text(response.body) };
  } finally {
    handler.destroy();
  }
}

function withoutEmptyToken({ accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
