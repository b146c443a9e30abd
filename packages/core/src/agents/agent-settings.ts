import { AppError } from "../errors.ts";
import type { SettingFields, SettingKind } from "../tickets/index.ts";
import { type Agent, triageAgent } from "./agent.ts";
import { withBuiltIn } from "./known-agents.ts";
import type { AgentsContext } from "./ports.ts";

/** Every mention reads all of them. */
const agentLimit = 100;

/** PX-45: whom members can call. The built-in one can be disabled and not deleted. */
export const agentSettings: SettingKind<Agent> = {
  name: "agent",
  title: "Agent",
  writers: "managers",
  // Whoever serves these rows has them in its context; a kind's methods may ask for more than every context has.
  rows: (context: AgentsContext) => withBuiltIn(context.agents),
  check: async (context: AgentsContext, tenantId, fields) => {
    checkKind(fields);
    const known = await context.agents.all(tenantId);
    if (known.length >= agentLimit && !known.some(({ handle }) => handle === fields.handle)) {
      throw new AppError("conflict", `There are at most ${agentLimit} agents`);
    }
  },
  checkUnused: async (_context, _tenantId, { kind }) => {
    if (kind === "builtin") throw new AppError("conflict", "The built-in agent can be disabled, not deleted");
  },
};

function checkKind({ handle, kind, url }: SettingFields<Agent>): void {
  if ((handle === triageAgent.handle) !== (kind === "builtin")) {
    throw invalid("kind", `builtin is the kind of ${triageAgent.handle}, and of no other agent`);
  }
  if ((url !== null) !== (kind === "webhook")) throw invalid("url", "an agent of the kind webhook has one, no other");
}

function invalid(field: string, fault: string): AppError {
  return new AppError("invalid_request", `${field}: ${fault}`, { field });
}
