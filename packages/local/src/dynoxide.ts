import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EngineProcess, freePort, launchEngine, untilHealthy } from "./dynoxide-process.ts";
import { indexStream, pruneStream } from "./dynoxide-stream.ts";

export interface Dynoxide {
  endpoint: string;
  /** The process that serves now; another one after a restart. */
  pid(): number;
  stop(): Promise<void>;
}

/** Another process may take a port between finding it free and using it. */
const portAttempts = 3;

/** An engine that dies again and again is not to be started in a tight loop. */
const restartPauseMs = 250;

/**
 * Starts the local DynamoDB engine on a free loopback port; `dataFile` null keeps everything in memory. An engine that
 * dies is started again on the same port and the same file: until then calls fail, and `/health` says so.
 */
export async function startDynoxide(options: { dataFile: string | null }): Promise<Dynoxide> {
  const { dataFile } = options;
  const binary = binaryPath();
  if (dataFile !== null && existsSync(dataFile)) pruneStream(dataFile);

  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const first = launchEngine(binary, port, dataFile);
    try {
      await untilHealthy(first);
      if (dataFile !== null) indexStream(dataFile);
      return supervise(first, () => launchEngine(binary, port, dataFile));
    } catch (cause) {
      await first.stop();
      if (attempt === portAttempts) throw cause;
    }
  }
}

function supervise(first: EngineProcess, restart: () => EngineProcess): Dynoxide {
  const stopping = new AbortController();
  let current = first;
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await current.gone;
      await sleep(restartPauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted) current = restart();
    }
  };
  const watching = watch();
  return {
    endpoint: first.endpoint,
    pid: () => current.pid,
    async stop() {
      stopping.abort();
      await current.stop();
      await watching;
    },
  };
}

function binaryPath(): string {
  const packageName = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), "dynoxide");
  } catch (cause) {
    const message = `${packageName} is not installed: set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB-compatible engine`;
    throw new Error(message, { cause });
  }
}
