import * as z from "zod";
import { StartError } from "./start-error.ts";

const flag = (fallback: "0" | "1") =>
  z
    .enum(["0", "1", "true", "false"])
    .default(fallback)
    .transform((value) => value === "1" || value === "true");
const seconds = z.coerce.number().int().min(1).max(43_200);

/** What only a local start asks for; `functions/lib/config.ts` reads the rest. */
const LocalConfig = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  COMPAT_PORTS: flag("0"),
  /** Off: this process answers requests and leaves queues, streams and schedules alone. */
  TESSERA_LOCAL_WORKERS: flag("1"),
  TESSERA_DATA_DIR: z.string().default(".tessera"),
  TESSERA_TABLE: z.string().min(3).default("tessera"),
  TESSERA_BOOTSTRAP_KEY: z.string().optional(),
  TESSERA_SECRET_KEY: z.string().optional(),
  TESSERA_LOG_LEVEL: z.string().default("INFO"),
  /** Whoever reaches a laptop's loopback may work on incidents without a key (C-23); the cloud is closed to them. */
  ALLOW_ANONYMOUS: z.string().default("1"),
  /** For all schedules at once; without it each has its own interval. */
  TESSERA_SWEEP_SECONDS: seconds.optional(),
  /** For all queues at once: how soon a failed message comes back. */
  TESSERA_QUEUE_VISIBILITY_SECONDS: seconds.optional(),
  /** First pause of the workflow before a stage is tried again. */
  TESSERA_RETRY_SECONDS: seconds.default(1),
  LLM_PROVIDER: z.string().default("offline"),
  LLM_TIMEOUT_MS: z.coerce.number().int().min(1).default(120_000),
  AWS_ENDPOINT_URL_DYNAMODB: z.url().optional(),
});
export type LocalConfig = z.infer<typeof LocalConfig>;
export type Environment = Record<string, string | undefined>;

/** Names every wrong variable at once. An empty or blank variable counts as not set. */
export function readLocalConfig(env: Environment): LocalConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ""));
  const parsed = LocalConfig.safeParse(given);
  if (!parsed.success) throw new StartError(`Bad configuration\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Where the systems that this product replaces have listened. */
const compatPorts = [8000, 18_081, 3000];

/** The ports that all answer the same. */
export function portsOf({ PORT, COMPAT_PORTS }: LocalConfig): number[] {
  return COMPAT_PORTS ? [PORT, ...compatPorts] : [PORT];
}
