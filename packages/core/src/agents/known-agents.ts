import type { TenantId } from "../access/index.ts";
import { emptyHead } from "../audit/index.ts";
import type { TenantRows } from "../rows.ts";
import { type Agent, type AgentProfile, triageAgent } from "./agent.ts";
import type { AgentsContext } from "./ports.ts";

/** Before every ULID that was ever made: the same for every tenant, which has its own row of it once it changes it. */
const builtInId = "0".repeat(26);
const always = new Date(0).toISOString();

/**
 * A tenant's agents with the built-in one, as if it had a row like all others: the first change of it writes that row.
 * A row of its handle stands for it.
 */
export function withBuiltIn(rows: TenantRows<Agent>): TenantRows<Agent> {
  const missing = (tenantId: TenantId, known: readonly Agent[]) =>
    known.some(({ handle }) => handle === triageAgent.handle) ? [] : [builtIn(tenantId)];
  const all = async (tenantId: TenantId) => {
    const known = await rows.all(tenantId);
    return [...missing(tenantId, known), ...known];
  };
  const find = async (tenantId: TenantId, id: string) => (await all(tenantId)).find((agent) => agent.id === id);
  return {
    ...rows,
    all,
    find,
    // It stands first, and takes the place of one row of the first page; a page of one row is too small for that.
    page: async (tenantId, request) => {
      const first = request.cursor === undefined ? missing(tenantId, await rows.all(tenantId)) : [];
      const page = await rows.page(tenantId, { ...request, limit: Math.max(1, request.limit - first.length) });
      return { ...page, items: [...first, ...page.items] };
    },
  };
}

function builtIn(tenantId: string): Agent {
  return {
    ...triageAgent,
    id: builtInId,
    tenantId,
    createdAt: always,
    updatedAt: always,
    version: 0,
    audit: emptyHead,
  };
}

/** All agents that a trigger may name, disabled ones too. */
export function knownAgents(context: AgentsContext, tenantId: TenantId): Promise<readonly AgentProfile[]> {
  return withBuiltIn(context.agents).all(tenantId);
}

/** Those of a list of handles that are called now: disabled and unknown ones are nobody. */
export async function agentsToCall(
  context: AgentsContext,
  tenantId: TenantId,
  handles: readonly string[],
): Promise<AgentProfile[]> {
  const known = await knownAgents(context, tenantId);
  return known.filter(({ handle, enabled }) => enabled && handles.includes(handle));
}
