import { agentsToCall } from "../agents/index.ts";
import { findTag, type Tag, type Ticket, type TicketEdits, tagLimit, tenantOf } from "../tickets/index.ts";
import type { TriggersContext } from "./ports.ts";
import type { Action, ActionType } from "./trigger.ts";

/** What a trigger's actions come to on one ticket, before anything is written. */
export interface ActionPlan {
  edits: TicketEdits;
  agents: string[];
  urls: string[];
  issue: Extract<Action, { type: "create_issue" }> | null;
  /** What cannot be done (any more), each with its reason, for the record. */
  skipped: { action: ActionType; reason: string }[];
}

/** The tags by which a plan begins: all that the ticket has, and all that there are. */
export interface TagRoom {
  own: readonly Pick<Tag, "id" | "name">[];
  known: readonly Tag[];
}

type Handlers = {
  [Type in ActionType]: (
    context: TriggersContext,
    ticket: Ticket,
    action: Extract<Action, { type: Type }>,
    plan: ActionPlan,
    room: TagRoom,
  ) => Promise<string | null> | string | null;
};

/** Each puts its part into the plan, or answers why it cannot. */
const handlers: Handlers = {
  assign: async (context, ticket, { assigneeId }, plan) => {
    if (ticket.status === "closed") return closed;
    const user = assigneeId === null ? null : await context.access.findUser(assigneeId);
    if (user !== null && user?.tenantId !== ticket.tenantId) return "there is no such user";
    plan.edits.assigneeId = assigneeId;
    return null;
  },
  set_priority: (_context, ticket, { priority }, plan) => {
    if (ticket.status === "closed") return closed;
    plan.edits.priority = priority;
    return null;
  },
  set_category: (_context, ticket, { category }, plan) => {
    if (ticket.status === "closed") return closed;
    plan.edits.category = category;
    return null;
  },
  add_tag: (_context, ticket, { tag: name }, plan, { own, known }) => {
    const tag = findTag(known, name, ticket.teamId);
    if (!tag) return `there is no tag "${name}"`;
    const tags = plan.edits.tags ?? own;
    if (tags.some(({ id }) => id === tag.id)) return null;
    if (tags.length >= tagLimit) return `a ticket has at most ${tagLimit} tags`;
    plan.edits.tags = [...tags, tag];
    return null;
  },
  dispatch_agent: async (context, ticket, { agent }, plan) => {
    const [found] = await agentsToCall(context, tenantOf(ticket), [agent]);
    if (!found) return `there is no agent "${agent}", or it is disabled`;
    if (!plan.agents.includes(agent)) plan.agents.push(agent);
    return null;
  },
  create_issue: (_context, ticket, action, plan) => {
    // A ticket becomes one issue at the most (PX-62).
    if (ticket.issueId === null) plan.issue ??= action;
    return null;
  },
  webhook: (_context, _ticket, { url }, plan) => {
    if (!plan.urls.includes(url)) plan.urls.push(url);
    return null;
  },
};

const closed = "the ticket is closed";

/** The later of two actions on one field wins. */
export async function planActions(
  context: TriggersContext,
  ticket: Ticket,
  actions: readonly Action[],
  room: TagRoom,
): Promise<ActionPlan> {
  const plan: ActionPlan = { edits: {}, agents: [], urls: [], issue: null, skipped: [] };
  for (const action of actions) {
    const reason = await handle(context, ticket, action, plan, room);
    if (reason !== null) plan.skipped.push({ action: action.type, reason });
  }
  return plan;
}

async function handle<Type extends ActionType>(
  context: TriggersContext,
  ticket: Ticket,
  action: Extract<Action, { type: Type }>,
  plan: ActionPlan,
  room: TagRoom,
): Promise<string | null> {
  return handlers[action.type as Type](context, ticket, action, plan, room);
}
