import { describe, expect, it } from "vitest";
import { bodyText, htmlToText, InboundEmail } from "../../../../packages/core/src/tickets/email/index.ts";
import { bestMs, megabyteOf } from "../text/megabyte.ts";

const least = { messageId: "<1@example.org>", from: { address: "ann@example.org" }, to: ["support@desk.example"] };

describe("PX-65 the event of a mail", () => {
  it("reads a whole mail, with names of headers in lower case and ids without brackets", () => {
    const email = InboundEmail.parse({
      ...least,
      from: { address: "Ann@Example.org", name: "Ann" },
      subject: "Re: [#42] Printer",
      text: "Hello",
      inReplyTo: "<0@desk.example>",
      references: ["<a@desk.example>", "not an id", "<0@desk.example>"],
      headers: { "Return-Path": "<ann@example.org>", "X-B": "1" },
      receivedAt: "2026-03-02T10:00:00Z",
    });

    expect(email).toMatchObject({
      messageId: "1@example.org",
      from: { address: "ann@example.org", name: "Ann" },
      inReplyTo: "0@desk.example",
      references: ["a@desk.example", "0@desk.example"],
      headers: { "return-path": "<ann@example.org>", "x-b": "1" },
    });
  });

  it("takes a mail that says nothing, as bounces do", () => {
    const email = InboundEmail.parse({ ...least, from: { address: "" } });

    expect(email).toMatchObject({ subject: "", references: [], headers: {}, from: { address: "" } });
    expect(bodyText(email)).toBe("");
  });

  it("lets nobody write lines into our headers", () => {
    const email = InboundEmail.parse({
      ...least,
      from: { address: "ann@example.org", name: "Ann\r\nBcc: eve@example.org" },
      subject: "Hi\r\nBcc: eve@example.org\u2028x\0",
      inReplyTo: "<1@x>\r\nBcc: eve@example.org",
    });

    expect(email.from.name).toBe("Ann Bcc: eve@example.org");
    expect(email.subject).toBe("Hi Bcc: eve@example.org x");
    expect(email.inReplyTo).toBeNull();
    expect(InboundEmail.safeParse({ ...least, from: { address: "a@b.c\nBcc: x" } }).success).toBe(false);
    expect(InboundEmail.safeParse({ ...least, messageId: "<1@x>\nBcc: x" }).success).toBe(false);
  });

  it.each([
    ["no id", { messageId: "" }],
    ["a long id", { messageId: `<${"a".repeat(999)}>` }],
    ["a long address", { from: { address: `${"a".repeat(320)}@b.c` } }],
    ["many recipients", { to: Array.from({ length: 101 }, () => "a@b.c") }],
    ["a long text", { text: megabyteOf("a") }],
    ["long HTML", { html: megabyteOf("a") }],
    ["a long subject", { subject: megabyteOf("a") }],
    ["many headers", { headers: Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`x-${index}`, "1"])) }],
    ["a long header", { headers: { a: megabyteOf("a") } }],
    ["a header with a bad name", { headers: { "a\nb": "1" } }],
    ["a bad time", { receivedAt: "yesterday" }],
  ])("refuses %s", (_what, part) => {
    expect(InboundEmail.safeParse({ ...least, ...part }).success).toBe(false);
  });
});

describe("PX-65 the body of a mail", () => {
  it("reads HTML only where there is no plain text", () => {
    expect(bodyText({ text: "plain", html: "<p>rich</p>" })).toBe("plain");
    expect(bodyText({ text: " \n", html: "<p>rich</p>" })).toBe("rich");
    expect(bodyText({ html: "<p>rich</p>" })).toBe("rich");
  });

  it.each([
    ["<p>Hello&nbsp;<b>you</b></p><p>1 &lt; 2 &amp;amp; &#8364;&#x20ac; &eacute;</p>", "Hello you\n\n1 < 2 &amp; €€ é"],
    ["a<br>b<BR/>c<div>d</div>e", "a\nb\nc\nd\ne"],
    ["<ul><li>a</li><li>b</li></ul><table><tr><td>1</td><td>2</td></tr></table>", "a\n\nb\n\n1 2"],
    ["<style>p{}</style><script>if (a<b) {}</SCRIPT>text<!-- > no -->", "text"],
    ["<title>no</title>a < b and c > d <x", "a < b and c > d <x"],
    ["a &bogus; &constructor; &#0; &#xd800; &#1114112;", "a &bogus; &constructor;"],
    ["İ<B>x</B>", "İx"],
  ])("shows %j as people see it", (html, expected) => {
    expect(htmlToText(html)).toBe(expected);
  });

  const hostile = [
    "<",
    "<a ",
    "<script>",
    "<style></style>",
    "<!--",
    "<a>",
    "</",
    "&",
    "&#",
    "&amp;",
    "<p>\n",
    " ",
    "\n",
  ];

  it.each(hostile.map(megabyteOf))("K10 reads a megabyte in a moment (%#)", (html) => {
    expect(bestMs(() => htmlToText(html))).toBeLessThan(1_000);
  });
});
