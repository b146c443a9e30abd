import { describe, expect, it } from "vitest";
import { checks } from "./checks/index.ts";
import { readStack } from "./support/stack.ts";

describe.each(["production", "dev"] as const)("the stack of a stage called %s", (stage) => {
  const stack = readStack(stage);

  describe.each(Object.entries(checks))("%s", (_concern, list) => {
    it.each(list.map((check) => [check.name, check] as const))("%s", (_name, check) => {
      expect(check.find(stack)).toEqual([]);
    });
  });
});
