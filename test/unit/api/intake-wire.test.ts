import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EmailReceived, TicketRequested } from "@tessera/api/wire";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const manual = readFileSync(join(import.meta.dirname, "../../../docs/DEPLOY.md"), "utf8");

/** The one event that docs/DEPLOY.md shows in full. */
function shownEvent() {
  const block = /```json\n([\s\S]*?support\.email_received[\s\S]*?)```/.exec(manual)?.[1] ?? "";
  return z.object({ Detail: z.record(z.string(), z.unknown()) }).parse(JSON.parse(block)).Detail;
}

describe("PX-65 the detail of support.email_received", () => {
  it("is what docs/DEPLOY.md shows", () => {
    const { tenantId, senderVerified, email } = EmailReceived.parse(shownEvent());

    expect([tenantId, senderVerified]).toEqual(["default", true]);
    expect(email).toMatchObject({
      messageId: "CAF8nq2@mail.example.org",
      from: { address: "ann@example.org" },
      inReplyTo: "0100018e@eu-central-1.amazonses.com",
      headers: { "auto-submitted": "no" },
    });
    expect(Object.keys(email).sort()).toEqual(
      Object.keys(shownEvent())
        .filter((name) => name !== "tenant_id" && name !== "sender_verified")
        .sort(),
    );
  });

  it("trusts no sender unless it is told to", () => {
    const { sender_verified: _verified, ...detail } = shownEvent();

    expect(EmailReceived.parse(detail).senderVerified).toBe(false);
  });

  it.each(["tenant_id", "messageId", "from", "to"])("is refused without %s, and says so", (name) => {
    const { [name]: _missing, ...detail } = shownEvent();

    const { error } = EmailReceived.safeParse(detail);

    expect(error && z.prettifyError(error)).toContain(name);
  });
});

describe("X-40 the detail of support.ticket_requested", () => {
  it("takes what POST /api/v1/tickets takes, and nothing else", () => {
    const request = { subject: " Charged twice ", contactEmail: "Ann@Example.org" };

    expect(TicketRequested.parse({ client_id: "c", request }).request).toEqual({
      subject: "Charged twice",
      contactEmail: "ann@example.org",
    });
    expect(TicketRequested.safeParse({ client_id: "c", request: { ...request, id: "mine" } }).success).toBe(false);
    expect(TicketRequested.safeParse({ request }).success).toBe(false);
  });
});
