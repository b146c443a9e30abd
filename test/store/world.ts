import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Job } from "@tessera/core/jobs";
import {
  type AuditReader,
  createAuditReader,
  createDeskStore,
  createStore,
  type DeskStore,
  type Store,
} from "@tessera/store";
import { createIncidentStore, type IncidentStores } from "@tessera/store/incidents";
import { makeNewJob } from "../support/builders.ts";
import { startDynamo, type TestDynamo, testClient } from "../support/dynamo.ts";

type FullStore = Store & DeskStore & IncidentStores & { audit: AuditReader };

export interface World extends FullStore {
  dynamo: TestDynamo;
  /** Names of all commands that the store has sent. */
  sent: string[];
  /** A store of another instance, whose client may be made to misbehave. */
  another(tamper?: (client: DynamoDBClient) => void): FullStore;
  stop(): Promise<void>;
}

export const signingKey = new Uint8Array(32).fill(7);

/** A store on a real table. Whatever a test does with it: a Scan is never sent. */
export async function startWorld(): Promise<World> {
  const dynamo = await startDynamo();
  const sent: string[] = [];
  const clients: DynamoDBClient[] = [];
  const another: World["another"] = (tamper) => {
    const client = testClient(dynamo.endpoint);
    clients.push(client);
    client.middlewareStack.add(
      (next, context) => (args) => {
        sent.push(context.commandName ?? "");
        return next(args);
      },
      { step: "initialize", name: "record" },
    );
    tamper?.(client);
    const store = createStore({ client, tableName: dynamo.tableName, signingKey });
    return {
      ...store,
      ...createDeskStore(store.open),
      ...createIncidentStore(store.open),
      audit: createAuditReader(store.open),
    };
  };
  return {
    ...another(),
    dynamo,
    sent,
    another,
    stop: async () => {
      for (const client of clients) client.destroy();
      await dynamo.stop();
      if (sent.includes("ScanCommand")) throw new Error("The store has sent a Scan");
    },
  };
}

export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

/** A job that the store has taken in. */
export async function acceptedJob(world: World, overrides: Parameters<typeof makeNewJob>[0] = {}): Promise<Job> {
  const outcome = await world.jobs.accept(makeNewJob(overrides));
  if (outcome.kind !== "created") throw new Error("expected a new job");
  return outcome.job;
}
