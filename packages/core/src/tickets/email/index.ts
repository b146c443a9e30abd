export { normalizeAddress } from "./address.ts";
export { htmlToText } from "./html-to-text.ts";
export { bodyText, InboundEmail } from "./inbound-email.ts";
export { type LoopReason, loopReason, ticketHeader } from "./loop-reason.ts";
export { replyText } from "./reply-text.ts";
export { cleanSubject, ticketNumberIn } from "./subject.ts";
