import { handlesOf, mentionHandle } from "@tessera/core/access";
import { describe, expect, it } from "vitest";

describe("D-18, PX-45 the handles of a user", () => {
  it.each([
    ["the mailbox and the name", { email: "ada@acme.example", name: "Ada Lovelace" }, ["ada", "ada-lovelace"]],
    ["lower case alone", { email: "Ada.L@acme.example", name: "ADA" }, ["ada.l", "ada"]],
    ["one handle where both are the same", { email: "ada@acme.example", name: "Ada" }, ["ada"]],
    ["one dash for any run of blanks", { email: "a@b.example", name: "Ada \t King" }, ["a", "ada-king"]],
    ["letters of any script", { email: "o@b.example", name: "Ørsted Åse" }, ["o", "ørsted-åse"]],
    ["no handle for a name that is too long for one", { email: "a@b.example", name: "🎟".repeat(200) }, ["a"]],
  ])("are %s", (_what, user, handles) => {
    expect(handlesOf(user)).toEqual(handles);
  });

  it("are the same however their letters are composed", () => {
    expect(mentionHandle("A\u030Ase")).toBe(mentionHandle("\u00C5se"));
  });

  it.each(["", "  ", "x".repeat(301)])("are not %j", (text) => {
    expect(mentionHandle(text)).toBeNull();
  });
});
