import { describe, expect, it } from "vitest";
import { replyText } from "../../../../packages/core/src/tickets/email/index.ts";
import { bestMs, megabyteOf } from "../text/megabyte.ts";

const lines = (...text: string[]) => text.join("\r\n");

describe("PX-65 the new part of a reply", () => {
  it.each([
    [
      "Gmail",
      lines(
        "It works.",
        "",
        "On Mon, Mar 2, 2026 at 10:00 AM Support <support@desk.example>",
        "wrote:",
        "",
        "> Try again",
        ">",
        "> Bob",
      ),
    ],
    [
      "Gmail in German",
      lines(
        "It works.",
        "",
        "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Support <",
        "support@desk.example>:",
        "",
        "> Try again",
      ),
    ],
    [
      "Gmail in French",
      lines("It works.", "", "Le lun. 2 mars 2026 à 10:00, Support <support@desk.example> a écrit :", "", "> Try"),
    ],
    [
      "Gmail in Spanish",
      lines("It works.", "", "El lun, 2 mar 2026 a las 10:00, Support (<support@desk.example>) escribió:", "> Try"),
    ],
    [
      "Apple Mail",
      lines(
        "It works.",
        "",
        "Sent from my iPhone",
        "",
        "> On 2 Mar 2026, at 10:00, Support <s@desk.example> wrote:",
        "> ",
        "> Try",
      ),
    ],
    [
      "Apple Mail without quote marks",
      lines("It works.", "", "On 2 Mar 2026, at 10:00, Support <s@desk.example> wrote:", "", "Try again"),
    ],
    ["Outlook", lines("It works.", "", "-----Original Message-----", "From: Support", "Sent: Monday", "Try again")],
    ["Outlook in German", lines("It works.", "", "-----Ursprüngliche Nachricht-----", "Von: Support")],
    [
      "Outlook on the web",
      lines(
        "It works.",
        "",
        "________________________________",
        "From: Support <s@desk.example>",
        "Sent: Monday, March 2, 2026 10:00 AM",
        "To: Ann <ann@example.org>",
        "Subject: Re: [#42] Printer",
        "",
        "Try again",
      ),
    ],
    [
      "Outlook on the web in German",
      lines("It works.", "", "Von: Support", "Gesendet: Montag", "An: Ann", "Betreff: AW: [#42]", "", "Try"),
    ],
    [
      "Outlook on the web in French",
      lines("It works.", "", "De : Support", "Envoyé : lundi", "À : Ann", "Objet : RE: [#42]", "", "Try"),
    ],
    [
      "Outlook on the web in Spanish",
      lines("It works.", "", "De: Support", "Enviado el: lunes", "Para: Ann", "Asunto: RE: [#42]", "", "Try"),
    ],
    ["a signature", lines("It works.", "", "-- ", "Ann Example", "+49 30 1234")],
    [
      "a signature above and one below",
      lines(
        "It works.",
        "-- ",
        "Ann",
        "",
        "On 2 Mar 2026 Bob wrote:",
        "> Try",
        "> -- ",
        "> Bob",
        "",
        "-- ",
        "List footer",
      ),
    ],
    ["a telephone", lines("It works.", "", "Von meinem iPhone gesendet")],
    ["bare quotes", lines("It works.", "> Try", "> again", "")],
  ])("cuts what %s adds", (_program, text) => {
    expect(replyText(text)).toBe("It works.");
  });

  it.each([
    [
      "answers between quotes",
      lines("Hi,", "On 2 Mar 2026 Bob wrote:", "> Which printer?", "The blue one.", "> Since when?", "Monday."),
    ],
    ["a sentence that looks like a mark", lines("Hi,", "On reflection, our manager wrote:", "please close it")],
    [
      "a forwarded mail",
      lines(
        "See below.",
        "---------- Forwarded message ---------",
        "From: Eve <eve@example.org>",
        "Date: Mon, 2 Mar 2026",
        "Subject: Hi",
        "To: Ann <ann@example.org>",
        "",
        "Text",
      ),
    ],
    ["a line that somebody drew", lines("First", "--", ...Array.from({ length: 30 }, (_, index) => `line ${index}`))],
    ["answers below a signature", lines("Thanks", "-- ", "Ann", "> Since when?", "Monday.")],
    ["a mail that is all quote", lines("> one", "> two")],
    ["a mail that is all signature", lines("-- ", "Ann")],
    ["text about headers", lines("The fields are:", "From: who", "To: whom", "and no more")],
  ])("keeps %s", (_what, text) => {
    expect(replyText(text).replaceAll("\r\n", "\n")).toBe(text.replaceAll("\r\n", "\n").trim());
  });

  it.each(["", " ", "\n\n"])("is empty only where the mail is (%j)", (text) => {
    expect(replyText(text)).toBe("");
  });

  const hostile = [
    ">\n",
    "On 1 ",
    "On 1\n",
    "On 1 wrote:\n",
    "On 1 x wrote:\n> a\nb\n",
    "From: a\n",
    "-- \n",
    "-----\n",
    "______________\n",
    "\n",
    " ",
    "\r",
    "a",
  ];

  it.each(hostile.map(megabyteOf))("K10 reads a megabyte in a moment (%#)", (text) => {
    expect(bestMs(() => replyText(text))).toBeLessThan(1_500);
  });
});
