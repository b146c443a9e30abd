import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";

/** What is known of an object beside its bytes; it stands before them in one file, so that no crash parts the two. */
const Description = z.object({ key: z.string(), contentType: z.string(), size: z.number(), writtenAt: z.string() });
type Description = z.infer<typeof Description>;

/** The description is padded to this, so that the bytes begin at a known place. */
const headBytes = 4_096;

export interface FoundObject extends Description {
  /** The bytes; whoever asks reads or destroys them. */
  read(): Readable;
  close(): Promise<void>;
}

export interface ObjectFiles {
  /** Nothing is there until everything is there; a body that breaks off leaves what was before. */
  write(object: Omit<Description, "size">, body: Readable): Promise<void>;
  find(key: string): Promise<FoundObject | undefined>;
}

/** Objects as files of one folder, named by the hash of their key: no key is ever a path. */
export function openObjectFiles(folder: string): ObjectFiles {
  const drafts = join(folder, "drafts");
  // What a killed process was still writing when it died.
  rmSync(drafts, { recursive: true, force: true });
  mkdirSync(drafts, { recursive: true });
  const fileOf = (key: string) => {
    const name = createHash("sha256").update(key).digest("hex");
    return join(folder, name.slice(0, 2), name);
  };

  return {
    async write(object, body) {
      const draft = join(drafts, randomUUID());
      try {
        const handle = await open(draft, "wx");
        // Flushed before it is named: a file that is there is whole.
        await pipeline(body, handle.createWriteStream({ start: headBytes, flush: true }));
        await describe(draft, object);
        await mkdir(dirname(fileOf(object.key)), { recursive: true });
        await rename(draft, fileOf(object.key));
      } catch (cause) {
        await rm(draft, { force: true });
        throw cause;
      }
    },
    async find(key) {
      const handle = await openIfThere(fileOf(key));
      if (!handle) return undefined;
      return {
        ...(await readDescription(handle)),
        read: () => handle.createReadStream({ start: headBytes }),
        close: () => handle.close(),
      };
    },
  };
}

async function describe(file: string, object: Omit<Description, "size">): Promise<void> {
  const handle = await open(file, "r+");
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(headBytes, " ");
    const text = JSON.stringify({ ...object, size: Math.max(size - headBytes, 0) } satisfies Description);
    if (head.write(text) < Buffer.byteLength(text)) throw new Error("The description of an object is too long");
    await handle.write(head, 0, headBytes, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readDescription(handle: FileHandle): Promise<Description> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  return Description.parse(JSON.parse(buffer.toString("utf8", 0, bytesRead)));
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, "r");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}
