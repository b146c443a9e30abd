import * as z from "zod";
import { defineEntity, type Key } from "../entity.ts";
import { jobKey } from "./job.ts";
import { lastOfPrefix } from "./sort-key.ts";

/** A part of a long text. */
const TextChunk = z.object({
  jobId: z.string(),
  name: z.string(),
  /** 0 for the first. */
  position: z.number().int().min(0),
  /** How many chunks the text has; what stands behind them is left of a longer one before. */
  chunks: z.number().int().min(1),
  /** The version of the job that the text was saved with: chunks of one text carry the same. */
  version: z.number().int(),
  encoding: z.enum(["gzip", "utf8"]),
  bytes: z.instanceof(Uint8Array),
  purgeAt: z.string(),
});
export type TextChunk = z.infer<typeof TextChunk>;

/** One chunk of a job's text; the first tells how many there are -> JobStore.readText. */
export function textChunkKey(chunk: Pick<TextChunk, "jobId" | "name" | "position">): Key {
  return { pk: jobKey(chunk.jobId).pk, sk: `TEXT#${chunk.name}#${String(chunk.position).padStart(3, "0")}` };
}

/** All texts of a job -> JobStore.deleteTexts. */
export function textsOfJob(jobId: string) {
  return { pk: jobKey(jobId).pk, from: "TEXT#", to: lastOfPrefix("TEXT#") };
}

export const textEntity = defineEntity({
  name: "text",
  schema: TextChunk,
  keys: (chunk) => ({
    ...textChunkKey(chunk),
    purgeAt: chunk.purgeAt,
  }),
});
