import { checkTeam, checkUser, type TenantId } from "../access/index.ts";
import { knownAgents } from "../agents/index.ts";
import { AppError } from "../errors.ts";
import {
  findTag,
  type SettingFields,
  ticketCategories,
  ticketPriorities,
  ticketSources,
  ticketStatuses,
} from "../tickets/index.ts";
import type { TriggersContext } from "./ports.ts";
import type { Action, Condition, Trigger } from "./trigger.ts";

/** Every event reads all triggers, and a change of one is recorded with what it was before. */
const sizeLimitBytes = 32 * 1_024;

/** A trigger that can never do what it says is refused where it is written, not found out when it is needed (PX-66). */
export async function checkTrigger(
  context: TriggersContext,
  tenantId: TenantId,
  { conditions, actions }: Pick<SettingFields<Trigger>, "conditions" | "actions">,
): Promise<void> {
  if (Buffer.byteLength(JSON.stringify([conditions, actions])) > sizeLimitBytes) {
    throw new AppError("invalid_request", `Conditions and actions are limited to ${sizeLimitBytes} bytes in all`);
  }
  conditions.forEach(checkCondition);
  for (const [position, action] of actions.entries()) {
    const fault = await findActionFault(context, tenantId, action);
    if (fault !== null) throw invalid(`actions[${position}]`, fault);
  }
}

function invalid(field: string, fault: string): AppError {
  return new AppError("invalid_request", `${field}: ${fault}`, { field });
}

const knownValues: Partial<Record<Condition["field"], readonly string[]>> = {
  status: ticketStatuses,
  priority: ticketPriorities,
  category: ticketCategories,
  source: ticketSources,
};

const wholeValueOps: ReadonlySet<Condition["op"]> = new Set(["eq", "ne", "in", "not_in"]);

function checkCondition({ field, op, value }: Condition, position: number): void {
  const known = wholeValueOps.has(op) ? knownValues[field] : undefined;
  const values = Array.isArray(value) ? value : [value];
  const unknown = values.find((one) => typeof one === "string" && known && !known.includes(one.toLowerCase()));
  if (unknown !== undefined) throw invalid(`conditions[${position}]`, `there is no ${field} "${unknown}"`);
}

async function findActionFault(context: TriggersContext, tenantId: TenantId, action: Action): Promise<string | null> {
  switch (action.type) {
    case "assign":
      return faultOf(() => checkUser(context, tenantId, action.assigneeId));
    case "create_issue":
      return faultOf(() => checkTeam(context, tenantId, action.teamId));
    case "add_tag": {
      const known = await context.tags.all(tenantId);
      // Whose tag it is, the ticket's team decides when the time comes.
      const isThere = known.some((tag) => findTag([tag], action.tag, tag.teamId) !== undefined);
      return isThere ? null : `there is no tag "${action.tag}"`;
    }
    case "dispatch_agent": {
      const known = await knownAgents(context, tenantId);
      return known.some(({ handle }) => handle === action.agent) ? null : `there is no agent "${action.agent}"`;
    }
    default:
      return null;
  }
}

async function faultOf(check: () => Promise<unknown>): Promise<string | null> {
  try {
    await check();
    return null;
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "invalid_request") return cause.message;
    throw cause;
  }
}
