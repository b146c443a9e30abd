import { describe, expect, it } from "vitest";
import { checks } from "./checks/index.ts";
import { loadStack } from "./support/stack.ts";

const stacks = [await loadStack("production"), await loadStack("dev")];

describe.each(stacks)("the stack of a stage called $stage", (stack) => {
  describe.each(Object.entries(checks))("%s", (_concern, list) => {
    it.each(list.map((check) => [check.name, check] as const))("%s", (_name, check) => {
      expect(check.find(stack)).toEqual([]);
    });
  });
});
