import { contactPrincipal, createContactTokens, isContactToken } from "@tessera/core/access";
import { describe, expect, it } from "vitest";

const now = new Date("2026-03-01T12:00:00.000Z");
const dayMs = 24 * 3_600_000;
const tokens = createContactTokens(new Uint8Array(32).fill(1));
const ann = { tenantId: "default", email: "ann@example.org" };

describe("PX-64 D-20 a contact's token", () => {
  it("says who it is for, and until when", () => {
    const { token } = tokens.issue(ann, now);

    expect(token).toMatch(/^tct_[\w-]+\.[\w-]{43}$/);
    expect(isContactToken(token)).toBe(true);
    expect(tokens.verify(token, now)).toEqual({ ...ann, expiresAt: "2026-03-02T12:00:00.000Z" });
  });

  it("works for 24 hours, and is told to have expired after that", () => {
    const { token } = tokens.issue(ann, now);
    const at = (ms: number) => () => tokens.verify(token, new Date(now.getTime() + ms));

    expect(at(dayMs - 1)()).toMatchObject(ann);
    expect(at(dayMs)).toThrow(expect.objectContaining({ code: "key_expired" }));
  });

  it("of another key is nobody's", () => {
    const { token } = createContactTokens(new Uint8Array(32).fill(2)).issue(ann, now);

    expect(() => tokens.verify(token, now)).toThrow(expect.objectContaining({ code: "unauthorized" }));
  });

  it("is nobody's with any of its characters changed", () => {
    const { token } = tokens.issue(ann, now);
    const changed = Array.from(token, (character, at) => {
      return `${token.slice(0, at)}${character === "A" ? "B" : "A"}${token.slice(at + 1)}`;
    });

    for (const text of changed) expect(() => tokens.verify(text, now), text).toThrow();
  });

  it("cannot be given to somebody else", () => {
    const [payload = "", signature = ""] = tokens.issue(ann, now).token.split(".");
    const forged = Buffer.from(payload.slice(4), "base64url").toString().replace("ann@", "bob@");
    const text = `tct_${Buffer.from(forged).toString("base64url")}.${signature}`;

    expect(() => tokens.verify(text, now)).toThrow(expect.objectContaining({ code: "unauthorized" }));
  });

  it.each(["tct_", "tct_.", "tct_x", `tct_${"x".repeat(5_000)}.x`, "", ".", "tct_é.é"])("is not %j", (text) => {
    expect(() => tokens.verify(text, now)).toThrow(expect.objectContaining({ code: "unauthorized" }));
  });

  it("makes a caller without any scope or role", () => {
    expect(contactPrincipal(ann)).toMatchObject({
      kind: "contact",
      id: ann.email,
      scopes: [],
      roles: [],
      features: [],
    });
  });
});
