import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createSesMailer } from "@tessera/providers/aws";
import { describe, expect, it, onTestFinished } from "vitest";

const link = {
  tenantId: "default",
  email: "ann@example.org",
  url: "https://tickets.example.com/portal?token=tct_x.y",
  expiresAt: "2026-03-02T12:00:00.000Z",
};

interface Seen {
  method: string | undefined;
  path: string | undefined;
  headers: Record<string, unknown>;
  body: unknown;
}

/** SES on loopback: keeps what it was asked, and answers as told. */
async function startSes(status: number, answer: object) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    seen.push({ method: request.method, path: request.url, headers: request.headers, body: await json(request) });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  const mailer = createSesMailer({
    from: "desk@example.com",
    region: "eu-central-1",
    credentials: async () => ({ accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "session" }),
    endpoint: `http://127.0.0.1:${port}`,
  });
  return { seen, mailer };
}

describe("PX-64 sign-in links by SES", () => {
  it("are one signed request of the v2 API, marked as written by a machine", async () => {
    const { seen, mailer } = await startSes(200, { MessageId: "m-1" });

    await mailer.sendLoginLink(link);

    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: "POST",
      path: "/v2/email/outbound-emails",
      headers: {
        "content-type": "application/json",
        "x-amz-security-token": "session",
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/ses\/aws4_request, SignedHeaders=.*host.*, Signature=/,
        ),
      },
      body: {
        FromEmailAddress: "desk@example.com",
        Destination: { ToAddresses: ["ann@example.org"] },
        Content: {
          Simple: {
            Subject: { Data: "Your sign-in link", Charset: "UTF-8" },
            Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
          },
        },
      },
    });
    const text = JSON.stringify(seen[0]?.body);
    expect(text).toContain(link.url);
    expect(text).toContain("2026-03-02 12:00 UTC");
  });

  it("that SES refuses fail with its reason, and without the link", async () => {
    const { mailer } = await startSes(400, { message: "Email address is not verified." });

    const sent = mailer.sendLoginLink(link);

    await expect(sent).rejects.toMatchObject({ code: "egress_failed" });
    await expect(sent).rejects.toThrow(/^SES answered 400: .*not verified/);
    await expect(sent).rejects.not.toThrow(/tct_/);
  });
});
