import { expect, it } from "vitest";
import { checks } from "./checks/index.ts";
import { faults } from "./support/faults.ts";
import { loadStack } from "./support/stack.ts";

const sound = await loadStack("production");
const named = new Map(
  Object.values(checks)
    .flat()
    .map((check) => [check.name, check] as const),
);

/** Mistakes that were made somewhere, each planted into the resources: the check that is meant to catch it does. */
it.each(faults.map((fault) => [fault.name, fault] as const))("catches %s", (_name, { check, plant }) => {
  const broken = structuredClone(sound);

  plant(broken);

  expect(named.get(check)?.find(sound)).toEqual([]);
  expect(reportsOf(check, broken)).not.toEqual([]);
});

/** A resource that has lost a field which a check needs is reported as well, as an error of the check. */
function reportsOf(check: string, stack: typeof sound): string[] {
  try {
    return named.get(check)?.find(stack) ?? [];
  } catch (cause) {
    return [String(cause)];
  }
}
