import { randomBytes } from "node:crypto";
import { createSealer } from "@tessera/providers/secrets";
import { describe, expect, it } from "vitest";

const sealer = createSealer(randomBytes(32));
const clear = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

describe("J7 sealed secrets", () => {
  it("open again under their key", async () => {
    const sealed = await sealer.seal(clear);

    expect(await sealer.unseal(sealed)).toBe(clear);
    expect(sealed).not.toContain("MfKQ");
  });

  it("look different each time", async () => {
    expect(await sealer.seal(clear)).not.toBe(await sealer.seal(clear));
  });

  it("say which key they need, so a rotation can be told from damage", async () => {
    const sealed = await createSealer(randomBytes(32)).seal(clear);

    await expect(sealer.unseal(sealed)).rejects.toThrow(/another key: [0-9a-f]{8}/);
  });

  it.each([
    ["its text", (parts: string[]) => (parts[3] = flip(parts[3]))],
    ["its nonce", (parts: string[]) => (parts[2] = flip(parts[2]))],
    ["its end", (parts: string[]) => (parts[3] = parts[3]?.slice(0, -4) ?? "")],
    ["everything after its key", (parts: string[]) => parts.splice(2)],
  ])("do not open once %s was changed", async (_name, change) => {
    const parts = (await sealer.seal(clear)).split(".");

    change(parts);

    await expect(sealer.unseal(parts.join("."))).rejects.toMatchObject({ code: "storage_error" });
  });

  it("of an unknown form do not open", async () => {
    await expect(sealer.unseal("v9.00000000.x.y")).rejects.toMatchObject({ code: "storage_error" });
  });
});

function flip(text = ""): string {
  return (text.startsWith("A") ? "B" : "A") + text.slice(1);
}
