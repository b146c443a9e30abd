import { AppError } from "@tessera/core/errors";
import type { ContactMailer } from "@tessera/core/tickets";
import { loginMail } from "./login-mail.ts";
import { type AwsCredentials, postSigned } from "./signed-request.ts";

interface SesOptions {
  /** An address that SES may send from. */
  from: string;
  region: string;
  /** Asked each time: what a role is given changes while the process lives. */
  credentials(): Promise<AwsCredentials>;
  /** For tests; AWS's own by default. */
  endpoint?: string | undefined;
}

const requestLimitMs = 5_000;

/** Machines that answer mails leave one alone that says so (RFC 3834): our own loop guard looks for the same. */
const headers = [{ Name: "Auto-Submitted", Value: "auto-generated" }];

/** Mails by SES, one signed request for each (PX-64). */
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
  return postSigned(
    { region, credentials: await credentials() },
    {
      service: "ses",
      url: new URL("/v2/email/outbound-emails", endpoint ?? `https://email.${region}.amazonaws.com`),
      headers: { "content-type": "application/json" },
      body: mail,
      timeoutMs: requestLimitMs,
    },
  );
}
