import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createObjectStore } from "@tessera/providers/objects";
import { onTestFinished } from "vitest";
import { startObjectStore } from "../../../packages/local/src/object-store.ts";

const account = { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

export const key = "attachments/t-1/k-1/a-1";
export const text = { key, contentType: "text/plain", size: 5, expiresInSeconds: 60 };
export const download = { key, fileName: "a.txt", contentType: "text/plain", expiresInSeconds: 60 };

/** A folder for objects that goes away with the test; what lies beside it would have broken out. */
export function objectFolder() {
  const parent = mkdtempSync(join(tmpdir(), "tessera-objects-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const path = join(parent, "objects");
  return {
    path,
    beside: () => readdirSync(parent),
    /** Names of all files in it, drafts too. */
    files: () =>
      readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [entry.name] : [],
      ),
  };
}

/** The local object store, and the product's adapter in front of it, on a clock far from that of this machine. */
export async function startObjects(folder = objectFolder()) {
  const clock = { at: new Date("2031-05-01T12:00:00Z") };
  const now = () => clock.at;
  const warnings: unknown[] = [];
  const log = { info: () => {}, warn: (...all: unknown[]) => void warnings.push(all) };
  const server = await startObjectStore({ bucket: "files", folder: folder.path, ...account, now, log });
  onTestFinished(server.stop);
  const storeOf = (bucket: string, credentials = account.credentials) =>
    createObjectStore({ ...account, credentials, bucket, endpoint: server.endpoint, now });
  return { server, folder, clock, warnings, storeOf, store: storeOf("files") };
}

export async function send(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  const body = await response.text();
  return { status: response.status, code: /<Code>(\w+)</.exec(body)?.[1], body, headers: response.headers };
}

export const put = (upload: { url: string; headers: Record<string, string> }, body: string, headers = upload.headers) =>
  send(upload.url, { method: "PUT", headers, body });
