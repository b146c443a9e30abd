import { startLocal } from "../index.ts";
import { ticketsClient, type Writer } from "./tickets-client.ts";

/**
 * Runs one job through a product of its own: the same pipeline as a server's, and nothing of a running server or of its
 * data is touched. Answers the result document.
 */
export async function runJob(
  request: object,
  options: { dataFolder: string; onStage(stage: string): void; onWritten(writer: Writer): void },
): Promise<unknown> {
  const local = await startLocal({
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      COMPAT_PORTS: "0",
      TESSERA_DATA_DIR: options.dataFolder,
      TESSERA_TABLE: "tessera",
      TESSERA_BOOTSTRAP_KEY: undefined,
      TESSERA_LOG_LEVEL: "SILENT",
      TICKETS_READS_PER_MINUTE: "1000000",
    },
  });
  try {
    const client = ticketsClient({ url: local.url, key: local.bootstrapKey ?? "" });
    const jobId = await client.submit(request);
    await client.untilCompleted(jobId, options.onStage);
    options.onWritten(await client.writer(jobId));
    return await client.result(jobId);
  } finally {
    await local.stop();
  }
}
