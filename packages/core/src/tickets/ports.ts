import type { AccessStore, Page, PageRequest, TenantId } from "../access/index.ts";
import type { ObjectStore } from "../attachments/index.ts";
import type { AuditDraft, AuditEntry } from "../audit/index.ts";
import type { EventDelivery } from "../deliveries/index.ts";
import type { IdempotencyContext, IdempotencyMarker } from "../idempotency.ts";
import type { TenantRows } from "../rows.ts";
import type { BusinessCalendar, SlaPolicy, Zones } from "../sla/index.ts";
import type { Due } from "../sweep.ts";
import type { Issue } from "../work-items/index.ts";
import type { Attachment } from "./attachment.ts";
import type { CannedResponse } from "./canned-response.ts";
import type { Message, MessageEdit } from "./message.ts";
import type { Notice } from "./notice.ts";
import type { TicketFilter, TicketQuery, TicketStatistics } from "./query.ts";
import type { Tag } from "./tag.ts";
import type { TagRemoval } from "./tag-removal.ts";
import type { Ticket } from "./ticket.ts";

/** A ticket by its id, or by the number that people use (PX-4). */
export type TicketRef = { id: string } | { number: number };

/** A ticket of any tenant, as sweeps find it. */
export interface TicketKey {
  tenantId: string;
  ticketId: string;
}

export interface TicketChange {
  /** As it was read; null for a new ticket. */
  before: Ticket | null;
  /** Under the next version. */
  after: Ticket;
  /** In the order in which things happened. */
  audit: readonly AuditDraft[];
}

/** All that one change writes: in one transaction, so that there is never a part of it. */
export interface DeskCommit {
  /** The ticket, and where it has one the ticket that it follows up (PX-21). */
  tickets: readonly TicketChange[];
  message?: Message | undefined;
  /** What the message said before. */
  edit?: MessageEdit | undefined;
  attachments?: readonly Attachment[] | undefined;
  notices?: readonly Notice[] | undefined;
  issue?: { issue: Issue; audit: AuditDraft } | undefined;
  deliveries?: readonly EventDelivery[] | undefined;
  /** The event that was acted upon: whoever acts on it again is refused (PX-66). */
  run?: { eventId: string; name: string } | undefined;
  /** The mail that this came by: the same mail again is refused, and answers to it find the ticket (PX-65). */
  mail?: { tenantId: string; id: string; ticketId: string } | undefined;
  marker?: IdempotencyMarker | undefined;
}

export interface TicketStore {
  /** Counts up for good, in one atomic step. */
  nextNumber(tenantId: TenantId): Promise<number>;
  /** Deleted ones too: `deletedAt` tells. */
  find(tenantId: TenantId, ref: TicketRef): Promise<Ticket | undefined>;
  /**
   * The tickets as saved. Throws `stale_write` when any row is not what was read, or the run or the mail was there before,
   * and `conflict` when the idempotency marker is taken: no other try would change that.
   */
  commit(commit: DeskCommit, now: Date): Promise<Ticket[]>;
  list(tenantId: TenantId, query: TicketQuery): Promise<Page<Ticket>>;
  /** How many a list has in all pages; null where counting would cost more than a page. */
  count(tenantId: TenantId, filter: TicketFilter, now: Date): Promise<number | null>;
  statistics(tenantId: TenantId, filter: TicketFilter, now: Date): Promise<TicketStatistics>;

  findMessage(ticket: Ticket, messageId: string): Promise<Message | undefined>;
  /** Oldest first, without deleted ones; without notes where they are not asked for. */
  messages(ticket: Ticket, query: PageRequest & { withNotes: boolean }): Promise<Page<Message>>;
  edits(ticket: Ticket, messageId: string): Promise<MessageEdit[]>;
  findAttachments(ticket: Ticket, ids: readonly string[]): Promise<Attachment[]>;
  /** Those of a ticket's messages and those that wait for one, oldest first. */
  attachments(ticket: Ticket): Promise<Attachment[]>;
  /** The audit entries of a ticket with one of these actions, oldest first; of all actions without. */
  history(ticket: Ticket, request: PageRequest, actions?: readonly string[]): Promise<Page<AuditEntry>>;

  /** Tickets whose deadlines or warnings have come, oldest first, of all tenants. */
  dueForSla(now: Date): AsyncIterable<Due<TicketKey>>;
  /** Resolved tickets whose window has passed. */
  dueForClosing(now: Date): AsyncIterable<Due<TicketKey>>;
  /** The tickets that carry a tag, newest first. */
  withTag(tenantId: TenantId, tagId: string): AsyncIterable<string>;
  /** The ticket that a mail belongs to (PX-65). */
  findMail(tenantId: TenantId, mailId: string): Promise<string | undefined>;
  /** Whether this event has been acted upon under this name. */
  hasRun(run: { eventId: string; name: string }): Promise<boolean>;
}

export interface NoticeStore {
  page(
    user: { tenantId: TenantId; userId: string },
    request: PageRequest & { unreadOnly: boolean },
  ): Promise<Page<Notice>>;
  find(user: { tenantId: TenantId; userId: string }, noticeId: string): Promise<Notice | undefined>;
  save(notice: Notice): Promise<void>;
}

/** Calendars keep their old versions: an open ticket stays with the one that it was stamped with. */
export interface CalendarStore extends TenantRows<BusinessCalendar> {
  findVersion(tenantId: TenantId, id: string, version: number): Promise<BusinessCalendar | undefined>;
}

/** What goes with a tag besides its row (PX-60). */
export interface TagStore extends TenantRows<Tag> {
  /** As `remove`; in the same transaction it leaves the removal behind, for the tickets that carry the tag. */
  removeFromTickets(tag: Tag, audit: AuditDraft, removal: TagRemoval): Promise<void>;
  /** Those that are due, oldest first, of all tenants. */
  removals(now: Date): AsyncIterable<TagRemoval>;
  /** No ticket carries the tag any more. Ending it again changes nothing. */
  endRemoval(removal: TagRemoval): Promise<void>;
}

export interface DeskSettings {
  /** How long a customer may push back (PX-22). */
  reopenDays: number;
}

export interface DeskContext extends IdempotencyContext {
  tickets: TicketStore;
  notices: NoticeStore;
  tags: TagStore;
  cannedResponses: TenantRows<CannedResponse>;
  slaPolicies: TenantRows<SlaPolicy>;
  calendars: CalendarStore;
  zones: Zones;
  access: AccessStore;
  /** Where attached files lie (PX-47). */
  objects: ObjectStore;
  deskSettings: DeskSettings;
  /** Waits a little, so that writers that collided do not come back together. */
  pause(attempt: number): Promise<void>;
}
