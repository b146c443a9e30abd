import type { LocalConfig } from "./config.ts";
import type { DataDir } from "./data-dir.ts";
import { startDynoxide } from "./dynoxide.ts";
import { StartError } from "./start-error.ts";

export interface Database {
  endpoint: string;
  /** For the line that tells a person where the data lies. */
  description: string;
  stop(): Promise<void>;
}

/** The bundled engine, or the DynamoDB-compatible one that the environment names. */
export async function startDatabase(config: LocalConfig, dataDir: DataDir): Promise<Database> {
  const { AWS_ENDPOINT_URL_DYNAMODB: given } = config;
  if (given !== undefined) {
    return { endpoint: given, description: `the DynamoDB-compatible engine at ${given}`, stop: async () => {} };
  }
  try {
    const { endpoint, stop } = await startDynoxide({ dataFile: dataDir.file("table.db") });
    return { endpoint, description: dataDir.path, stop };
  } catch (cause) {
    throw new StartError(`Cannot start the table engine: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
