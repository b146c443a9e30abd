import { readFileSync, renameSync, writeFileSync } from "node:fs";
import * as z from "zod";

const Stored = z.object({ streamArn: z.string(), shards: z.record(z.string(), z.string()) });

/** How far each shard of a stream has been handled, in a file that outlives the process. */
export interface Checkpoint {
  last(shardId: string): string | undefined;
  save(shardId: string, sequenceNumber: string): void;
}

/** Of another stream (a table made anew), or unreadable: reading starts from the beginning, at least once. */
export function openCheckpoint(file: string, streamArn: string): Checkpoint {
  const stored = read(file);
  const shards = stored?.streamArn === streamArn ? stored.shards : {};
  return {
    last: (shardId) => shards[shardId],
    save(shardId, sequenceNumber) {
      shards[shardId] = sequenceNumber;
      // Renamed into place, so that a crash leaves the old checkpoint or the new one.
      writeFileSync(`${file}.new`, JSON.stringify({ streamArn, shards }));
      renameSync(`${file}.new`, file);
    },
  };
}

function read(file: string): z.infer<typeof Stored> | undefined {
  try {
    return Stored.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
