import { systemPrincipal } from "@tessera/core/access";
import type { DispatchContext } from "@tessera/core/agents";
import type { AutomationContext } from "@tessera/core/triggers";
import { withDesk } from "./desk.ts";
import { runtime } from "./runtime.ts";

/** What automations need. What they do belongs to the request whose event they act upon: it has its correlation id. */
export function automationContext(correlationId: string): AutomationContext & DispatchContext {
  const principal = systemPrincipal("automations");
  return { ...withDesk(runtime.contextFor({ principal, correlationId })), agentQueue: runtime.agentQueue };
}
