import type { Member } from "../access/index.ts";
import { AppError } from "../errors.ts";
import type { CannedResponse } from "./canned-response.ts";
import { cannedResponses } from "./canned-responses.ts";
import type { DeskContext } from "./ports.ts";
import { type CannedValues, fillVariables } from "./text/index.ts";
import { type Ticket, textLimit } from "./ticket.ts";

/** Neither white space, nor a control, format or filler character such as U+200B. */
const visible = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Throws `invalid_request` for a message that says nothing, unless it brings files, and for one that is too long. */
export function checkContent(content: string, attachmentCount: number): void {
  if (attachmentCount === 0 && !visible.test(content)) {
    throw new AppError("invalid_request", "content: must not be empty without an attachment", { field: "content" });
  }
  if (content.length > textLimit && (content.length > 2 * textLimit || [...content].length > textLimit)) {
    throw new AppError("invalid_request", `content: must have at most ${textLimit} characters`, { field: "content" });
  }
}

export interface FilledResponse {
  content: string;
  /** Without what the customer has written: its subject and its name call nobody (L4). */
  ownWords: string;
}

/** PX-61: one that the caller may see, for this ticket. Throws `invalid_request` for every other. */
export async function fillCannedResponse(
  context: DeskContext,
  caller: Member,
  ticket: Ticket,
  cannedResponseId: string,
): Promise<FilledResponse> {
  const [response, agentName] = await Promise.all([
    findVisible(context, caller, cannedResponseId),
    nameOf(context, caller),
  ]);
  if (!response) {
    throw new AppError("invalid_request", "cannedResponseId: there is no such canned response", {
      field: "cannedResponseId",
    });
  }
  const { contactName, subject, number: ticketNumber } = ticket;
  const fill = (values: CannedValues) => fillVariables(response.body, values);
  return {
    content: fill({ contactName, ticketNumber, agentName, subject }),
    ownWords: fill({ contactName: null, ticketNumber, agentName, subject: null }),
  };
}

async function findVisible(
  context: DeskContext,
  caller: Member,
  cannedResponseId: string,
): Promise<CannedResponse | undefined> {
  const response = await context.cannedResponses.find(caller.tenantId, cannedResponseId);
  const isVisible = await cannedResponses.visibleTo?.(context, caller);
  return response && (isVisible?.(response) ?? true) ? response : undefined;
}

async function nameOf(context: DeskContext, { userId, id }: Member): Promise<string | null> {
  const account = userId === null ? await context.access.findClient(id) : await context.access.findUser(userId);
  return account?.name ?? null;
}
