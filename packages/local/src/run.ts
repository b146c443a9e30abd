import { flushCompileCache } from "node:module";
import { firstRequest } from "./first-request.ts";
import { type Local, startLocal } from "./index.ts";
import { StartError } from "./start-error.ts";

/** SIGTERM ends the process within five seconds, whatever still runs; its work is taken up at the next start. */
const stopLimitMs = 4_500;

try {
  const local = await startLocal({ env: process.env });
  stopOnSignal(local);
  process.stdout.write(greeting(local));
  flushCompileCache();
} catch (cause) {
  process.stderr.write(`tessera: ${messageOf(cause)}\n`);
  process.exit(1);
}

function stopOnSignal(local: Local): void {
  const stop = () => {
    setTimeout(() => process.exit(0), stopLimitMs).unref();
    void local.stop().finally(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

function greeting({ url, dataFolder, database, model, bootstrapKey }: Local): string {
  const lines = [
    `Tessera is ready at ${url} (API reference: ${url}/docs)`,
    `Data folder: ${dataFolder}`,
    ...(database === dataFolder ? [] : [`Table: ${database}`]),
    `Model: ${model}`,
  ];
  if (bootstrapKey !== null) {
    lines.push(
      "",
      `Your API key, shown only now: ${bootstrapKey}`,
      "Try it:",
      firstRequest({ url, key: bootstrapKey }),
    );
  }
  return `${lines.join("\n")}\n\n`;
}

/** What a person can put right needs no stack; anything else is a bug, and its stack says where. */
function messageOf(cause: unknown): string {
  if (cause instanceof StartError) return cause.message;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message.startsWith("Bad configuration") ? cause.message : (cause.stack ?? cause.message);
}
