import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { emptyHead } from "@tessera/core/audit";
import type { Ticket } from "@tessera/core/tickets";
import { toAttributes } from "../../packages/store/src/attributes.ts";
import { ticketEntity } from "../../packages/store/src/entities/ticket.ts";
import type { TestDynamo } from "./dynamo.ts";

/** An answered ticket whose resolution was due an hour after its creation. */
export function makeDueTicket(number: number, createdAt: string, tenantId = "desk"): Ticket {
  const deadline = new Date(Date.parse(createdAt) + 3_600_000).toISOString();
  return {
    id: `01JN0000000000000000${String(number).padStart(6, "0")}`,
    tenantId,
    number,
    subject: "Login broken",
    description: "",
    status: "open",
    priority: "medium",
    category: "general",
    source: "api",
    teamId: null,
    assigneeId: null,
    creatorId: null,
    contactEmail: null,
    contactName: null,
    tagIds: [],
    messageCount: 0,
    publicMessageCount: 0,
    firstResponseAt: createdAt,
    resolvedAt: null,
    closedAt: null,
    autoCloseAt: null,
    sla: {
      startedAt: createdAt,
      holds: [],
      policy: {
        policyId: "policy",
        firstResponseMinutes: 30,
        resolutionMinutes: 60,
        warnPercent: null,
        calendar: null,
        onBreach: [],
      },
      firstResponse: null,
      dropped: null,
      resolution: {
        deadline,
        warnAt: null,
        status: "running",
        fulfilledAt: null,
        warnedAt: null,
        breachedAt: null,
      },
    },
    followUpOfId: null,
    followUpIds: [],
    issueId: null,
    createdAt,
    updatedAt: createdAt,
    publicUpdatedAt: createdAt,
    deletedAt: null,
    deletedBy: null,
    version: 1,
    audit: emptyHead,
  };
}

const batchSize = 25;

/** Puts rows without the transactions that would make them one by one: thousands in a second or two. */
export async function putTickets({ client, tableName }: TestDynamo, tickets: readonly Ticket[]): Promise<void> {
  for (let start = 0; start < tickets.length; start += batchSize) {
    const requests = tickets
      .slice(start, start + batchSize)
      .map((ticket) => ({ PutRequest: { Item: toAttributes(ticketEntity.toItem(ticket)) } }));
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
    );
    if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error("the engine has left items over");
  }
}
