import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, type Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { type Backend, startBackend } from "../../../packages/local/src/backend.ts";
import { readLocalConfig } from "../../../packages/local/src/config.ts";
import { openDataDir } from "../../../packages/local/src/data-dir.ts";
import { applyEnvironment } from "../../../packages/local/src/environment.ts";
import { createLocalLog } from "../../../packages/local/src/log.ts";
import { entryFile } from "../../../scripts/bundling/build-function.ts";
import { type ParameterStore, startParameterStore } from "./parameter-store.ts";
import { root } from "./stack.ts";

export const edgeKey = "edge-key-0123456789";

export interface Cloud {
  backend: Backend;
  parameters: ParameterStore;
  stop(): Promise<void>;
}

/**
 * What Lambda gives to a function: the environment of its stack, with the parts of the local runtime behind it, and its
 * secrets in a parameter store. Sets `process.env`: one cloud for each process.
 */
export async function startCloud(): Promise<Cloud> {
  const folder = mkdtempSync(join(tmpdir(), "tessera-cloud-"));
  const config = readLocalConfig({ TESSERA_DATA_DIR: folder });
  const backend = await startBackend({ config, dataDir: openDataDir(folder), log: createLocalLog(() => {}) });
  const { TESSERA_SECRET_KEY = "", ...env } = backend.env;
  const parameters = await startParameterStore({
    "/tessera/test/TESSERA_SECRET_KEY": TESSERA_SECRET_KEY,
    "/tessera/test/TESSERA_EDGE_KEY": edgeKey,
    "/tessera/test/OPENAI_API_KEY": "none",
  });
  applyEnvironment({
    ...env,
    TESSERA_LOG_LEVEL: "SILENT",
    EGRESS_ALLOW_HOSTS: "127.0.0.1",
    TESSERA_SECRETS: "/tessera/test/TESSERA_SECRET_KEY,/tessera/test/TESSERA_EDGE_KEY,/tessera/test/OPENAI_API_KEY",
    AWS_ENDPOINT_URL_SSM: parameters.url,
  });
  Object.assign(globalThis, { awslambda });
  return {
    backend,
    parameters,
    stop: async () => {
      await Promise.all([backend.stop(), parameters.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Handler = (event: unknown, ...rest: unknown[]) => Promise<unknown>;

/** A function out of its bundle, as SST would upload it. */
export async function loadHandler(functionId: string, name = "handler"): Promise<Handler> {
  const bundle: Record<string, Handler> = await import(join(root, ".sst/synth/functions", functionId, entryFile));
  const handler = bundle[name];
  if (!handler) throw new Error(`${functionId} exports no ${name}`);
  return handler;
}

export function recordedEvent(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, "test/infra/events", `${name}.json`), "utf8"));
}

interface StreamedAnswer {
  statusCode: number;
  headers: Record<string, string>;
}

const metadataOf = new WeakMap<Writable, StreamedAnswer>();

/** The two things that Node's runtime in Lambda adds for functions that stream their answer. */
const awslambda = {
  streamifyResponse: <Streaming>(handler: Streaming) => handler,
  HttpResponseStream: {
    from(stream: Writable, metadata: StreamedAnswer): Writable {
      metadataOf.set(stream, metadata);
      return stream;
    },
  },
};

/** Calls a streaming function behind its URL, and answers what a caller would see. */
export async function callUrl(handler: Handler, event: unknown): Promise<StreamedAnswer & { body: string }> {
  const stream = new PassThrough();
  const [body] = await Promise.all([text(stream), handler(event, stream, {})]);
  const metadata = metadataOf.get(stream);
  if (!metadata) throw new Error("The function wrote an answer without a head");
  return { ...metadata, body };
}
