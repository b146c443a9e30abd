import { describe, expect, it } from "vitest";
import { cleanSubject, normalizeAddress, ticketNumberIn } from "../../../../packages/core/src/tickets/email/index.ts";
import { bestMs, megabyteOf } from "../text/megabyte.ts";

describe("PX-65 subjects", () => {
  it.each([
    ["[#42] Printer", 42],
    ["Re: AW: [#7] Printer [#8]", 7],
    ["Printer [#1234567890]", 1_234_567_890],
    ["[#12345678901]", null],
    ["[ #42 ] #42 [42] (#42)", null],
    ["[#0]", null],
    ["[#-1] [#4.2] [#٤٢]", null],
    ["", null],
  ])("reads the ticket's number in %j", (subject, expected) => {
    expect(ticketNumberIn(subject)).toBe(expected);
  });

  it.each([
    ["Re: Fwd: AW: WG: [#42] Printer", "Printer"],
    ["RE[2]: re(3): Fw : Printer", "Printer"],
    ["回复 Re：Printer", "回复 Re：Printer"],
    ["Re：Printer", "Printer"],
    ["Return: to sender", "Return: to sender"],
    ["  a \t b\r\nBcc: x@example.org ", "a b Bcc: x@example.org"],
    ["Re: [#42]", "(no subject)"],
    ["", "(no subject)"],
  ])("cleans %j", (subject, expected) => {
    expect(cleanSubject(subject)).toBe(expected);
  });

  it("keeps 255 whole characters", () => {
    const subject = cleanSubject("🎟".repeat(300));

    expect([...subject]).toHaveLength(255);
    expect(subject.isWellFormed()).toBe(true);
  });

  it.each(["Re: ", "re[1]:", "[#1", "[#1] ", " ", "\u2028", "["].map(megabyteOf))(
    "K10 reads a megabyte in a moment (%#)",
    (subject) => {
      expect(bestMs(() => [cleanSubject(subject), ticketNumberIn(subject)])).toBeLessThan(300);
    },
  );
});

describe("PX-65 addresses", () => {
  it.each([
    ["Ann@Example.ORG", "ann@example.org"],
    ['"Ann, B." <Ann@example.org>', "ann@example.org"],
    [" <ann@example.org> ", "ann@example.org"],
    ["<>", ""],
    ["", ""],
  ])("compares %j as %j", (written, expected) => {
    expect(normalizeAddress(written)).toBe(expected);
  });
});
