import { Agent } from "@tessera/core/agents";
import { defineRowKind } from "./tenant-row.ts";

/** PX-45: a mention means one agent. */
export const agentKind = defineRowKind({
  name: "agent",
  schema: Agent,
  uniqueValue: ({ handle }) => handle,
  conflict: "There is an agent of this handle already",
});
