import type { AgentsContext } from "../agents/index.ts";
import type { HintContext } from "../deliveries/index.ts";
import type { TenantRows } from "../rows.ts";
import type { ConvertContext } from "../tickets/index.ts";
import type { Trigger } from "./trigger.ts";

export interface TriggersContext extends AgentsContext {
  triggers: TenantRows<Trigger>;
}

/** What running triggers needs. */
export type AutomationContext = TriggersContext & ConvertContext & HintContext;
