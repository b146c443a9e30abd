import { expect, it } from "vitest";
import { renderStack } from "./support/render.ts";
import { loadStack } from "./support/stack.ts";

// `npx vitest run --project infra -u` writes it anew: read what has changed before you commit it.
it("asks AWS for what was reviewed", async () => {
  const text = renderStack(await loadStack("production"));

  await expect(text).toMatchFileSnapshot("__snapshots__/production.txt");
});
