import { Trigger, triggerKey } from "@tessera/core/triggers";
import { defineRowKind } from "./tenant-row.ts";

/** PX-66: what a trigger changes names it, so no two have one name. */
export const triggerKind = defineRowKind({
  name: "trigger",
  schema: Trigger,
  uniqueValue: ({ name }) => triggerKey(name),
  conflict: "There is a trigger of this name already",
});
