import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { type Ticket, untouchedTicket } from "@tessera/core/tickets";
import { toAttributes } from "../../packages/store/src/attributes.ts";
import { ticketEntity } from "../../packages/store/src/entities/ticket.ts";
import type { TestDynamo } from "./dynamo.ts";

/** An answered ticket whose resolution was due an hour after its creation. */
export function makeDueTicket(number: number, createdAt: string, tenantId = "desk"): Ticket {
  const deadline = new Date(Date.parse(createdAt) + 3_600_000).toISOString();
  const id = `01JN0000000000000000${String(number).padStart(6, "0")}`;
  return {
    ...untouchedTicket({ id, tenantId, number, createdAt }),
    subject: "Login broken",
    firstResponseAt: createdAt,
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
