import type { DynamoDBClient, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import type { TenantId } from "@tessera/core/access";
import { draftEntry } from "@tessera/core/audit";
import { type Ticket, ticketCategories, ticketPriorities, untouchedTicket } from "@tessera/core/tickets";
import { createDeskStore, createDynamoClient, createStore, tableDefinition } from "@tessera/store";
import { v7 as uuidv7 } from "uuid";
import { newUlid } from "../../packages/core/src/ids.ts";
import { localAwsAccount } from "../../packages/local/src/aws-account.ts";
import { openDataDir } from "../../packages/local/src/data-dir.ts";
import { startDynoxide } from "../../packages/local/src/dynoxide.ts";
import { ensureTable } from "../../packages/local/src/table.ts";
import { lastNumberAttribute, numberCounterKey } from "../../packages/store/src/entities/number-counter.ts";
import { type Item, openTableFile } from "./table-file.ts";

const tableName = "tessera";
const itemsAtOnce = 5_000;
const dayMs = 24 * 3_600_000;

/** The tenant that a first start makes: the product's own key belongs to it. A caller of it would be authorized so. */
const tenantId = "default" as TenantId;

/**
 * Fills a data folder with tickets before the product starts: the very items that the store itself would write, put into
 * the engine's file, because a hundred thousand transactions take half an hour. Answers the ids.
 */
export async function seedDesk(folder: string, count: number): Promise<string[]> {
  const dataDir = openDataDir(folder);
  const dataFile = dataDir.file("table.db");
  await makeTable(dataFile);
  const file = openTableFile(dataFile, tableName);
  const collected = createCollector();
  const { tickets } = createDeskStore(
    createStore({ client: collected.client, tableName, signingKey: new Uint8Array(32) }).open,
  );
  const ids: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const ticket = makeTicket(number, count);
    const entry = { tenantId, subjectType: "ticket", subjectId: ticket.id, action: "ticket.created", actor: "bench" };
    const audit = [draftEntry(seedContext, entry)];
    await tickets.commit({ tickets: [{ before: null, after: ticket, audit }] }, new Date());
    ids.push(ticket.id);
    if (collected.items.length >= itemsAtOnce) file.insert(collected.items.splice(0));
  }
  file.insert([...collected.items.splice(0), ...collected.counters(), counterOf(count)]);
  file.close();
  dataDir.release();
  return ids;
}

async function makeTable(dataFile: string): Promise<void> {
  const engine = await startDynoxide({ dataFile });
  const client = createDynamoClient({ endpoint: engine.endpoint, ...localAwsAccount });
  await ensureTable(client, tableDefinition(tableName));
  client.destroy();
  await engine.stop();
}

/** Only what `draftEntry` reads of a context. */
const seedContext = {
  newId: () => uuidv7(),
  now: () => new Date(),
  correlationId: "bench",
} as Parameters<typeof draftEntry>[0];

/** Takes the store's transactions in place of a table: rows to write, and counters to add up. */
function createCollector() {
  const items: Item[] = [];
  const sums = new Map<string, { key: Item; amounts: Map<string, number> }>();
  const take = ({ Put, Update }: TransactWriteItem) => {
    if (Put?.Item) items.push(Put.Item);
    if (!Update?.Key) return;
    const name = JSON.stringify(Update.Key);
    const sum = sums.get(name) ?? { key: Update.Key, amounts: new Map<string, number>() };
    sums.set(name, sum);
    for (const [place, attribute] of Object.entries(Update.ExpressionAttributeNames ?? {})) {
      const amount = Number(Update.ExpressionAttributeValues?.[place.replace("#", ":")]?.N);
      sum.amounts.set(attribute, (sum.amounts.get(attribute) ?? 0) + amount);
    }
  };
  const client = {
    send: async (command: unknown) => {
      if (!(command instanceof TransactWriteItemsCommand)) throw new Error("a seed only writes");
      command.input.TransactItems?.forEach(take);
      return {};
    },
  };
  return {
    items,
    counters: () =>
      [...sums.values()].map(({ key, amounts }) => ({
        ...key,
        ...Object.fromEntries([...amounts].map(([name, amount]) => [name, { N: String(amount) }])),
      })),
    // The store sends commands, and uses nothing else of a client.
    client: client as unknown as DynamoDBClient,
  };
}

function counterOf(last: number): Item {
  const { pk, sk } = numberCounterKey(tenantId, "ticket");
  return { pk: { S: pk }, sk: { S: sk }, [lastNumberAttribute]: { N: String(last) } };
}

/** A desk of a year: most tickets are closed, and fields are spread evenly and independently, at every size alike. */
function makeTicket(number: number, count: number): Ticket {
  const pick = <Value>(values: readonly Value[], step: number) => values[Math.floor(number / step) % values.length];
  const createdAt = new Date(Date.now() - ((count - number + 1) / count) * 365 * dayMs).toISOString();
  const status = pick(["open", "closed", "closed", "pending", "closed", "resolved", "closed", "closed"] as const, 1);
  const endedAt = status === "closed" || status === "resolved" ? createdAt : null;
  const id = newUlid({ newId: () => uuidv7({ msecs: Date.parse(createdAt) }) });
  return {
    ...untouchedTicket({ id, tenantId, number, createdAt }),
    subject: `Ticket ${number} about the export of invoices`,
    description: "Since yesterday the export of invoices stops after the first page. ".repeat(5),
    status: status ?? "open",
    priority: pick(ticketPriorities, 8) ?? "low",
    category: pick(ticketCategories, 32) ?? "general",
    teamId: pick(["team-1", "team-2", "team-3", null], 3) ?? null,
    assigneeId: number % 10 === 0 ? null : `user-${number % 19}`,
    contactEmail: `contact-${number % 500}@example.org`,
    firstResponseAt: endedAt,
    resolvedAt: endedAt,
    closedAt: status === "closed" ? createdAt : null,
  };
}
