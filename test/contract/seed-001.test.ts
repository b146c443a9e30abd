import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createTestApp } from "../support/api.ts";

const seed = JSON.parse(readFileSync(new URL("fixtures/seed-001.openapi.json", import.meta.url), "utf8"));
function strip(v: any): any {
  if (Array.isArray(v)) return v.map(strip);
  if (v && typeof v === "object") return Object.fromEntries(Object.entries(v).filter(([k, x]) => !(k === "description" && typeof x === "string")).map(([k, x]) => [k, k === "required" && Array.isArray(x) ? [...x].sort() : strip(x)]));
  return v;
}
it("x", async () => {
  const t = await createTestApp();
  const served = (await t.call("GET", "/tickets/v1/openapi.json")).body;
  expect(strip(served.components)).toEqual(strip(seed.components));
});
it("y", async () => {
  const t = await createTestApp();
  const served = (await t.call("GET", "/tickets/v1/openapi.json")).body;
  expect(served.paths).toEqual(seed.paths);
});
