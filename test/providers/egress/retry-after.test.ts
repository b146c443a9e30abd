import { parseRetryAfter } from "@tessera/providers/http";
import { describe, expect, it } from "vitest";

const now = new Date("2026-03-01T12:00:00Z");

describe("E4, D8 Retry-After", () => {
  it.each([
    ["0", 0],
    ["30", 30],
    [" 120 ", 120],
    ["1000000000", 86_400],
    ["99999999999999999999999", 86_400],
    ["Sun, 01 Mar 2026 12:00:30 GMT", 30],
    ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["Sun, 01 Mar 2099 12:00:00 GMT", 86_400],
  ])("reads %j as %d seconds", (value, seconds) => {
    expect(parseRetryAfter(value, now)).toBe(seconds);
  });

  it.each([undefined, "", "-5", "1e9", "1.5", "soon", "Sunday", "0x10", "NaN"])("makes nothing of %j", (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined();
  });
});
