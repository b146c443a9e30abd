import { authorizeCaller, checkTeam, checkUser, type DeskCaller } from "../access/index.ts";
import { once } from "../idempotency.ts";
import { newUlid } from "../ids.ts";
import { checkTags, requireTicket } from "./lookup.ts";
import type { DeskContext } from "./ports.ts";
import { stampStatus } from "./rules.ts";
import { type Doer, type Extras, memberDoer, saveChange } from "./save-change.ts";
import {
  type Ticket,
  type TicketCategory,
  type TicketPriority,
  type TicketSource,
  type TicketStatus,
  untouchedTicket,
} from "./ticket.ts";

export interface NewTicketInput {
  subject: string;
  description?: string | undefined;
  status?: TicketStatus | undefined;
  priority?: TicketPriority | undefined;
  category?: TicketCategory | undefined;
  source?: TicketSource | undefined;
  teamId?: string | null | undefined;
  assigneeId?: string | null | undefined;
  contactEmail?: string | null | undefined;
  contactName?: string | null | undefined;
  /** Ids or names. */
  tags?: readonly string[] | undefined;
}

/**
 * A new ticket with the next number (PX-3, PX-4). What a contact asks for is its own: source `portal`, and the desk
 * decides the rest. Throws `invalid_request` for a user, team or tag that is not there.
 */
export async function createTicket(context: DeskContext, input: NewTicketInput): Promise<Ticket> {
  const caller = authorizeCaller(context, "issues.create");

  return once(context, {
    find: (id) => requireTicket(context, caller, { id }),
    make: (marker) => {
      const id = newUlid(context);
      return openTicket(context, caller.tenantId, requestOf(caller, input), doerOf(caller), {
        id,
        extras: { marker: marker?.(id) },
      });
    },
  });
}

type OpenInput = NewTicketInput & { creatorId: string | null };

function requestOf(caller: DeskCaller, input: NewTicketInput): OpenInput {
  if (caller.kind === "contact") {
    const { subject, description, priority, category, contactName } = input;
    return {
      subject,
      description,
      priority,
      category,
      contactName,
      contactEmail: caller.email,
      source: "portal",
      creatorId: null,
    };
  }
  return { ...input, creatorId: byCustomer(input.source) ? null : caller.id };
}

/** D-19: what comes by these ways the customer has written, whoever hands it in. */
function byCustomer(source: TicketSource | undefined): boolean {
  return source === "email" || source === "portal";
}

export function doerOf(caller: DeskCaller): Doer {
  return caller.kind === "member" ? memberDoer(caller) : { actor: `contact:${caller.email}`, userId: null, depth: 0 };
}

/** The one way into the desk, for people, mails and events alike. The caller has been authorized. */
export async function openTicket(
  context: DeskContext,
  tenantId: DeskCaller["tenantId"],
  input: OpenInput,
  doer: Doer,
  options: { id: string; extras?: Extras },
): Promise<Ticket> {
  const { teamId = null, assigneeId = null, status = "open" } = input;
  // Asked for with all else that the ticket waits for: one round trip less.
  const policies = context.slaPolicies.all(tenantId);
  const [tags = [], number] = await Promise.all([
    checkTags(context, tenantId, input.tags, teamId),
    context.tickets.nextNumber(tenantId),
    checkTeam(context, tenantId, teamId),
    checkUser(context, tenantId, assigneeId),
    policies,
  ]);

  const at = context.now().toISOString();
  const { subject, description, priority, category, source, creatorId, contactEmail, contactName } = input;
  const blank = untouchedTicket({ id: options.id, tenantId, number, createdAt: at });
  const bare: Ticket = {
    ...blank,
    subject,
    description: description ?? blank.description,
    priority: priority ?? blank.priority,
    category: category ?? blank.category,
    source: source ?? blank.source,
    teamId,
    assigneeId,
    creatorId,
    contactEmail: contactEmail ?? null,
    contactName: contactName ?? null,
    tagIds: tags.map((tag) => tag.id),
  };
  const ticket = status === "open" ? bare : stampStatus(bare, status, at, context.deskSettings.reopenDays);
  const facts = [{ action: "ticket.created" as const, newValue: { status, priority: ticket.priority } }];
  return saveChange(context, null, { ticket, facts }, doer, options.extras, policies);
}
