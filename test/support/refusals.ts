import { expect } from "vitest";
import type { Answer, TestApp } from "./api.ts";
import { dumpTable } from "./table-dump.ts";

/** A refusal of the desk that helps whoever sent the request: in the desk's words, short, and whole. */
export function expectRefusal(
  { status, body, text, headers }: Answer,
  what: string,
  statuses: readonly number[] = [400],
): void {
  expect(statuses, `${what}: ${status} ${text}`).toContain(status);
  expect(Object.keys(body)).toEqual(["error"]);
  expect(body.error).toMatch(/\S/);
  expect(body.error.length).toBeLessThan(2_000);
  expect(body.error.isWellFormed()).toBe(true);
  expect(headers.get("content-type")).toMatch(/^application\/json/);
}

/** Runs requests of which none may leave anything behind. */
export async function expectNothingWritten(test: TestApp, run: () => Promise<void>): Promise<void> {
  const before = await dumpTable(test);
  await run();
  expect(await dumpTable(test)).toEqual(before);
}
