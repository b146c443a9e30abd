export { type AddedMessage, addMessage, type MessageView } from "./add-message.ts";
export { attachFile, attachmentLimit, type NewAttachmentInput, type PendingUpload } from "./attach-file.ts";
export { Attachment } from "./attachment.ts";
export { CannedResponse } from "./canned-response.ts";
export { cannedResponses, cannedTitleLimit } from "./canned-responses.ts";
export {
  type ConvertContext,
  type Converted,
  type Converter,
  type ConvertInput,
  convertToIssue,
  draftConversion,
} from "./convert-to-issue.ts";
export { createTicket, type NewTicketInput } from "./create-ticket.ts";
export { deleteMessage } from "./delete-message.ts";
export { deleteTicket, restoreTicket } from "./delete-ticket.ts";
export { sweepTagRemovals } from "./detach-tag.ts";
export { draftMessage, type MessageDraft, needsFollowUp } from "./draft-message.ts";
export {
  activityActions,
  type Change,
  type EditTerms,
  editTicket,
  type Fact,
  otherTicketActions,
  type TicketAction,
  type TicketEdits,
} from "./edit.ts";
export { editLimit, editMessage } from "./edit-message.ts";
export { InboundEmail } from "./email/index.ts";
export { listInbox, markAllRead, markRead } from "./inbox.ts";
export { listMessageEdits, listMessages, type MessagePage } from "./list-messages.ts";
export { findTag, requireTicket, tenantOf } from "./lookup.ts";
export { Author, authorText, Message, MessageEdit } from "./message.ts";
export { Notice, type NoticeType, noticeTypes } from "./notice.ts";
export { type ContactMailer, type LoginLink, type PortalLoginContext, sendLoginLink } from "./portal-login.ts";
export type {
  CalendarStore,
  DeskCommit,
  DeskContext,
  DeskSettings,
  NoticeStore,
  TagStore,
  TicketChange,
  TicketKey,
  TicketRef,
  TicketStore,
} from "./ports.ts";
export { type PostedMessage, type PostMessageInput, postMessage } from "./post-message.ts";
export {
  matchesFilter,
  type TicketFilter,
  type TicketQuery,
  type TicketSort,
  type TicketStatistics,
  ticketSorts,
} from "./query.ts";
export { type AttachmentDownload, getAttachment, listAttachments } from "./read-attachments.ts";
export {
  getTicket,
  getTicketSla,
  getTicketStatistics,
  type ListTicketsInput,
  listActivities,
  listTickets,
  type SlaReport,
  type TicketPage,
  type TicketView,
  viewTicket,
} from "./read-tickets.ts";
export { type MailContext, type MailOutcome, type ReceivedEmail, receiveEmail } from "./receive-email.ts";
export { isEnded, mayMove, phaseOf } from "./rules.ts";
export { type Doer, type Extras, memberDoer, prepareChange, retryChange, saveChange } from "./save-change.ts";
export { authorizeWriter, createSetting, deleteSetting, getSetting, listSettings, updateSetting } from "./settings.ts";
export { businessCalendars, calendarNameLimit } from "./settings-calendars.ts";
export type { SettingChanges, SettingFields, SettingKind, SettingRow } from "./settings-kind.ts";
export { slaPolicies } from "./settings-sla-policies.ts";
export { sweepAutoClose } from "./sweep-auto-close.ts";
export { type SlaSweepSummary, sweepSla } from "./sweep-sla.ts";
export { Tag, tagKey } from "./tag.ts";
export { TagRemoval } from "./tag-removal.ts";
export { tagNameLimit, tagTicket, ticketTags, untagTicket } from "./tags.ts";
export {
  subjectLimit,
  Ticket,
  TicketCategory,
  TicketPriority,
  TicketSource,
  TicketStatus,
  tagLimit,
  textLimit,
  ticketCategories,
  ticketPriorities,
  ticketSources,
  ticketStatuses,
  untouchedTicket,
} from "./ticket.ts";
export { assignTicket, type TicketPatch, type UpdatedTicket, updateTicket } from "./update-ticket.ts";
