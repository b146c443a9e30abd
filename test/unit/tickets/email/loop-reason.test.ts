import { describe, expect, it } from "vitest";
import { InboundEmail, loopReason } from "../../../../packages/core/src/tickets/email/index.ts";

const own = ["Support <support@desk.example>", "help@desk.example"];

function mail(headers: Record<string, string> = {}, from = "ann@example.org") {
  return InboundEmail.parse({
    messageId: "<1@example.org>",
    from: { address: from },
    to: ["support@desk.example"],
    subject: "Printer",
    text: "Hello",
    headers,
  });
}

describe("PX-65 loop guard", () => {
  it.each([
    ["auto_submitted", { "Auto-Submitted": "auto-replied; owner-email=x" }],
    ["auto_submitted", { "auto-submitted": "auto-generated" }],
    ["precedence", { Precedence: "Bulk" }],
    ["precedence", { Precedence: "auto_reply" }],
    ["auto_response_suppress", { "X-Auto-Response-Suppress": "DR, OOF, AutoReply" }],
    ["mailing_list", { "List-Id": "<dev.lists.example.org>" }],
    ["autoreply", { "X-Autoreply": "yes" }],
    ["autoreply", { "X-Autorespond": "1" }],
    ["empty_return_path", { "Return-Path": "<>" }],
    ["own_message", { "X-Tessera-Ticket": "42" }],
  ])("says %s for %j", (reason, headers) => {
    expect(loopReason(mail(headers), own)).toBe(reason);
  });

  it.each([
    ["machine_sender", "MAILER-DAEMON@mx.example.org"],
    ["machine_sender", "postmaster@example.org"],
    ["machine_sender", "no-reply@example.org"],
    ["machine_sender", "noreply+bounce-1@example.org"],
    ["machine_sender", "Do_Not_Reply@example.org"],
    ["own_address", "SUPPORT@desk.example"],
    ["own_address", "Help <help@desk.example>"],
    ["empty_return_path", "<>"],
    ["empty_return_path", ""],
  ])("says %s for a mail from %j", (reason, from) => {
    expect(loopReason(mail({}, from), own)).toBe(reason);
  });

  it.each([
    [{}, "ann@example.org"],
    [{ "Auto-Submitted": "no" }, "ann@example.org"],
    [{ "Auto-Submitted": "No (a person wrote it)", Precedence: "normal" }, "ann@example.org"],
    [{ "X-Autoreply": "no", "Return-Path": "<ann@example.org>" }, "ann@example.org"],
    [{ "X-Auto-Response-Suppress": "None" }, "ann@example.org"],
    [{}, "noreplyfan@example.org"],
    [{}, "support@desk.example.org"],
  ])("lets a person through: %j from %s", (headers, from) => {
    expect(loopReason(mail(headers, from), own)).toBeNull();
  });
});
