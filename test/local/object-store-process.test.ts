import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { maxAttachmentBytes } from "@tessera/core/attachments";
import { createObjectStore } from "@tessera/providers/objects";
import { expect, it, onTestFinished } from "vitest";
import { waitFor } from "../support/wait.ts";
import { objectFolder } from "./support/object-world.ts";

const account = { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
const largest = { key: "attachments/t/k/big", contentType: "application/zip", size: maxAttachmentBytes };
const mib = 2 ** 20;

/** Starts it on a folder; the process is killed when the test is over. */
async function startProcess(folder: string) {
  const script = join(import.meta.dirname, "support/object-store-process.ts");
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [endpoint] = await once(child.stdout, "data");
  const store = createObjectStore({
    ...account,
    bucket: "files",
    endpoint: String(endpoint).trim(),
    now: () => new Date(),
  });
  /** The most memory that it has ever had. */
  const peakBytes = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) * 1_024;
  const kill = async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { store, peakBytes, kill };
}
type Store = Awaited<ReturnType<typeof startProcess>>["store"];

async function upload(store: Store, object: typeof largest): Promise<number | undefined> {
  const { url, headers } = await store.uploadUrl({ ...object, expiresInSeconds: 60 });
  const outgoing = request(url, { method: "PUT", headers: { ...headers, "content-length": object.size } });
  const answered = once(outgoing, "response");
  const chunk = Buffer.alloc(mib, "z");
  await pipeline(Readable.from(Array<Buffer>(object.size / mib).fill(chunk)), outgoing);
  const [response] = await answered;
  return response.resume().statusCode;
}

async function download(store: Store, { key, contentType }: typeof largest): Promise<number> {
  const url = await store.downloadUrl({ key, contentType, fileName: "big.zip", expiresInSeconds: 60 });
  const [response] = await once(request(url).end(), "response");
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  return bytes;
}

it("PX-47 streams both ways: its memory does not follow the size of a file", async () => {
  const { store, peakBytes } = await startProcess(objectFolder().path);
  // What Node keeps for streams at all shows with the first file.
  await upload(store, largest);
  await download(store, largest);
  const before = peakBytes();
  const huge = { ...largest, size: 10 * largest.size };

  const status = await upload(store, huge);
  const bytes = await download(store, huge);

  expect([status, bytes]).toEqual([200, huge.size]);
  expect(peakBytes() - before).toBeLessThan(2 * largest.size);
});

it("PX-47, A17 has a whole file after kill -9, and nothing of the one that was coming in", async () => {
  const folder = objectFolder().path;
  const dying = await startProcess(folder);
  await upload(dying.store, largest);
  const cut = request((await dying.store.uploadUrl({ ...largest, key: "cut", expiresInSeconds: 60 })).url, {
    method: "PUT",
    headers: { "content-type": largest.contentType, "content-length": largest.size },
  });
  const cutOff = once(cut, "error");
  cut.write(Buffer.alloc(mib));
  await waitFor(() => readdirSync(join(folder, "drafts")).length === 1, { what: "the second file to come in" });

  await dying.kill();
  await cutOff;
  const { store } = await startProcess(folder);

  expect(await store.head(largest.key)).toEqual({ size: largest.size, contentType: "application/zip" });
  expect(await download(store, largest)).toBe(largest.size);
  expect(await store.head("cut")).toBeUndefined();
  expect(readdirSync(join(folder, "drafts"))).toEqual([]);
});
