import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type _Record as StreamRecord,
} from "@aws-sdk/client-dynamodb-streams";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { type EventPattern, matchesPattern } from "./event-pattern.ts";
import { invoke, type LambdaHandler } from "./lambda.ts";
import type { LocalLog } from "./log.ts";
import { failedMessageIds } from "./queue-event.ts";
import { type StreamEvent, streamEvent } from "./stream-event.ts";

export interface StreamReader {
  /** Gives the batch that is being worked on this long. */
  stop(graceMs: number): Promise<void>;
}

interface StreamReaderOptions {
  client: DynamoDBStreamsClient;
  streamArn: string;
  handler: LambdaHandler<StreamEvent>;
  /** The function is called for these records alone, as an event source mapping's filter has it. */
  filter: EventPattern;
  checkpointFile: string;
  log: LocalLog;
}

/** Cheap enough for ever (a call costs 2 to 3 ms); under load it lets changes gather, so that one call takes many. */
const pauseMs = 100;
const batchSize = 100;
const firstRetryMs = 200;
const lastRetryMs = 5_000;
/** A record that keeps failing blocks its shard until the stream would have dropped it. */
const retentionMs = 24 * 3_600_000;

/**
 * Hands the changes of a table to a function in their order, at least once, as Lambda's event source mapping does:
 * a failed batch is repeated from its first failed record on.
 */
export function startStreamReader(options: StreamReaderOptions): StreamReader {
  const checkpoint = openCheckpoint(options.checkpointFile, options.streamArn);
  const stopping = new AbortController();
  const reader = { ...options, checkpoint, signal: stopping.signal };

  const read = async (): Promise<void> => {
    const iterators = new Map<string, string | null>();
    let retryMs = firstRetryMs;
    while (!stopping.signal.aborted) {
      try {
        const found = await readShards(reader, iterators);
        retryMs = firstRetryMs;
        if (found < batchSize) await pause(pauseMs, stopping.signal);
      } catch (cause) {
        if (stopping.signal.aborted) return;
        // An iterator may be too old or its records gone: what was handled stands in the checkpoint.
        iterators.clear();
        options.log.warn("the stream could not be read", { cause: String(cause) });
        await pause(retryMs, stopping.signal);
        retryMs = Math.min(retryMs * 2, lastRetryMs);
      }
    }
  };

  const reading = read();
  return {
    async stop(graceMs) {
      stopping.abort();
      await Promise.race([reading, sleep(graceMs, undefined, { ref: false })]);
    },
  };
}

type Reader = StreamReaderOptions & { checkpoint: Checkpoint; signal: AbortSignal };

/** One batch of each open shard; `iterators` holds null for a shard that has been read to its end. */
async function readShards(reader: Reader, iterators: Map<string, string | null>): Promise<number> {
  const open = [...iterators.values()].filter((iterator) => iterator !== null);
  if (open.length === 0) await openShards(reader, iterators);

  let found = 0;
  for (const [shardId, iterator] of iterators) {
    if (iterator === null || reader.signal.aborted) continue;
    const command = new GetRecordsCommand({ ShardIterator: iterator, Limit: batchSize });
    const page = await reader.client.send(command, { abortSignal: reader.signal });
    const records = page.Records ?? [];
    if (!(await deliver(reader, shardId, records))) return found;
    iterators.set(shardId, page.NextShardIterator ?? null);
    found += records.length;
  }
  return found;
}

async function openShards(reader: Reader, iterators: Map<string, string | null>): Promise<void> {
  const { client, streamArn, checkpoint } = reader;
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  for (const { ShardId } of parentsFirst(StreamDescription?.Shards ?? [])) {
    if (ShardId === undefined || iterators.has(ShardId)) continue;
    const last = checkpoint.last(ShardId);
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId,
        ...(last === undefined
          ? { ShardIteratorType: "TRIM_HORIZON" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: last }),
      }),
    );
    iterators.set(ShardId, ShardIterator ?? null);
  }
}

/** A key's changes in a child shard come after those in its parent. */
function parentsFirst(shards: Shard[]): Shard[] {
  return shards.toSorted((a, b) => Number(a.ParentShardId === b.ShardId) - Number(b.ParentShardId === a.ShardId));
}

/** Answers whether all records have been handled; false when the reader was stopped before. */
async function deliver(reader: Reader, shardId: string, records: StreamRecord[]): Promise<boolean> {
  let rest = records;
  for (let retryMs = firstRetryMs; rest.length > 0; retryMs = Math.min(retryMs * 2, lastRetryMs)) {
    const handled = await handledCount(reader, rest);
    const last = rest[handled - 1]?.dynamodb?.SequenceNumber;
    if (last !== undefined) reader.checkpoint.save(shardId, last);
    rest = rest.slice(handled);
    if (rest.length === 0) return true;

    if (isExpired(rest[0])) {
      reader.log.warn("a change was given up", { eventId: rest[0]?.eventID });
      rest = rest.slice(1);
      continue;
    }
    await pause(retryMs, reader.signal);
    if (reader.signal.aborted) return false;
  }
  return true;
}

/** How many records at the head of the batch the function has handled: up to its first failure. */
async function handledCount({ handler, streamArn, filter, log }: Reader, records: StreamRecord[]): Promise<number> {
  const sequenceNumbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? "");
  const wanted = records.filter((record) => matchesPattern(filter, record));
  if (wanted.length === 0) return records.length;
  try {
    const failed = failedMessageIds(await invoke(handler, streamEvent(streamArn, wanted)), sequenceNumbers);
    return failed[0] === undefined ? records.length : sequenceNumbers.indexOf(failed[0]);
  } catch (cause) {
    log.warn("a batch of changes failed", { cause: String(cause) });
    return 0;
  }
}

function isExpired(record: StreamRecord | undefined): boolean {
  const at = record?.dynamodb?.ApproximateCreationDateTime?.getTime() ?? Date.now();
  return Date.now() - at > retentionMs;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
