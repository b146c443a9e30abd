import { promisify } from "node:util";
import { gunzip, gunzipSync, gzip, gzipSync } from "node:zlib";
import type { JobText } from "@tessera/core/jobs";
import { deleteItems } from "./batches.ts";
import { storageError, type Table } from "./calls.ts";
import { type TextChunk, textChunkKey, textEntity, textsOfJob } from "./entities/text.ts";
import { type Key, keyOf } from "./entity.ts";
import { getItem, getItems, queryItems } from "./reads.ts";
import { attemptLimit } from "./retry.ts";
import { put, type Write } from "./writes.ts";

/** An item holds 400 KB; the rest is room for its keys and names. */
const chunkBytes = 300 * 1_024;

/** Below this, compressing saves no write unit. */
const worthCompressingBytes = 1_024;

type Bytes = TextChunk["bytes"];

/** Up to this, zlib is done sooner than a thread is handed the work: 0.05 ms of CPU instead of 0.3. */
const worthThreadBytes = 32 * 1_024;

const gzipInThread = promisify(gzip);
const gunzipInThread = promisify(gunzip);

/** The writes that save a job's texts, to go into the transaction of the job's own write. */
export async function textWrites(
  job: { id: string; version: number; purgeAt: string },
  texts: Partial<Record<JobText, string>>,
): Promise<Write[]> {
  const writes: Write[] = [];
  for (const [name, text] of Object.entries(texts)) {
    if (text === undefined) continue;
    const { encoding, bytes } = await encode(text);
    const parts = split(bytes);
    parts.forEach((part, position) => {
      const chunk: TextChunk = {
        jobId: job.id,
        name,
        position,
        chunks: parts.length,
        version: job.version,
        encoding,
        bytes: part,
        purgeAt: job.purgeAt,
      };
      writes.push(put(textEntity.toItem(chunk)));
    });
  }
  return writes;
}

/** The text as it was saved, or undefined where there is none (any more). */
export async function readText(table: Table, jobId: string, name: JobText): Promise<string | undefined> {
  // The chunks of a long text are read after the first: a text that was replaced in between is read again.
  for (let attempt = 1; attempt <= attemptLimit; attempt += 1) {
    const item = await getItem(table, textChunkKey({ jobId, name, position: 0 }));
    if (!item) return undefined;
    const first = textEntity.fromItem(item);
    const chunks = [first, ...(await chunksBehind(table, first))];
    if (chunks.length === first.chunks && chunks.every(({ version }) => version === first.version)) {
      return decode(first.encoding, Buffer.concat(chunks.map(({ bytes }) => bytes)));
    }
  }
  throw storageError(new Error(`text ${name} of job ${jobId} is not whole`));
}

async function chunksBehind(table: Table, first: TextChunk): Promise<TextChunk[]> {
  const keys = Array.from({ length: first.chunks - 1 }, (_, index) => textChunkKey({ ...first, position: index + 1 }));
  const items = keys.length === 0 ? [] : await getItems(table, keys);
  return items.flatMap((item) => (item ? [textEntity.fromItem(item)] : []));
}

/** Deletes all texts of a job; nothing to delete is no error. */
export async function deleteTexts(table: Table, jobId: string): Promise<void> {
  const keys: Key[] = [];
  for await (const item of queryItems(table, textsOfJob(jobId))) keys.push(keyOf(item));
  await deleteItems(table, keys);
}

async function encode(text: string): Promise<{ encoding: TextChunk["encoding"]; bytes: Bytes }> {
  const plain = Buffer.from(text);
  if (plain.length < worthCompressingBytes) return { encoding: "utf8", bytes: plain };
  const packed = plain.length < worthThreadBytes ? gzipSync(plain) : await gzipInThread(plain);
  return packed.length < plain.length ? { encoding: "gzip", bytes: packed } : { encoding: "utf8", bytes: plain };
}

async function decode(encoding: TextChunk["encoding"], bytes: Buffer): Promise<string> {
  if (encoding === "utf8") return bytes.toString();
  return (bytes.length < worthThreadBytes ? gunzipSync(bytes) : await gunzipInThread(bytes)).toString();
}

function split(bytes: Bytes): Bytes[] {
  const parts: Bytes[] = [];
  let start = 0;
  do {
    parts.push(bytes.subarray(start, start + chunkBytes));
    start += chunkBytes;
  } while (start < bytes.length);
  return parts;
}
