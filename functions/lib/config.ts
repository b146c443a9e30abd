import { ModelChoice, modelProviders } from "@tessera/core/models";
import * as z from "zod";
import { baseUrl, secret } from "./config-values.ts";
import { readSecrets } from "./secrets.ts";

const count = (fallback: number, maximum = 10_000_000) => z.coerce.number().int().min(1).max(maximum).default(fallback);
const flag = z
  .enum(["0", "1", "true", "false"])
  .default("0")
  .transform((value) => value === "1" || value === "true");
const list = z
  .string()
  .default("")
  .transform((value) =>
    value
      .split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ""),
  );
const secretKey = z
  .base64()
  .transform((value) => new Uint8Array(Buffer.from(value, "base64")))
  .refine((key) => key.length === 32, "must be 32 bytes in base64");

const extraModels = list.pipe(
  z.array(
    z.string().transform((entry, context) => {
      const [provider, ...model] = entry.split(":");
      const parsed = ModelChoice.safeParse({ provider, model: model.join(":") });
      if (!parsed.success) context.addIssue(`"${entry}" is not provider:model`);
      return parsed.data ?? z.NEVER;
    }),
  ),
);
const model = z.string().min(1).optional();
const contextTokens = z.coerce.number().int().min(4_096).max(1_048_576).optional();

const Variables = z.object({
  NODE_ENV: z.string().default("development"),
  TESSERA_LOG_LEVEL: z.enum(["DEBUG", "INFO", "WARN", "ERROR", "SILENT"]).default("INFO"),

  // Where the parts are; the AWS SDK reads AWS_REGION and all other AWS_ENDPOINT_URL_* itself.
  AWS_REGION: z.string().min(1).default("us-east-1"),
  TESSERA_TABLE: z.string().min(3),
  TESSERA_JOBS_QUEUE_URL: z.url(),
  TESSERA_CALLBACKS_QUEUE_URL: z.url(),
  TESSERA_INTAKE_DLQ_URL: z.url(),
  /** Where agents of the kind `queue` find what they are called for (PX-45). */
  TESSERA_AGENTS_QUEUE_URL: z.url(),
  TESSERA_ANOMALIES_DLQ_URL: z.url(),
  TESSERA_INCIDENTS_QUEUE_URL: z.url(),
  TESSERA_WORKFLOW_ARN: z.string().min(1),
  TESSERA_EVENT_BUS: z.string().min(1),
  TESSERA_ATTACHMENTS_BUCKET: z.string().min(3),
  /** Instead of S3; the local runtime names its own object store. */
  AWS_ENDPOINT_URL_S3: z.url().optional(),
  /** Seals stored secrets and signs cursors. */
  TESSERA_SECRET_KEY: secretKey,
  /** Names of the parameters that hold secrets: `readSecrets` has read them by now. */
  TESSERA_SECRETS: z.string().default(""),
  /** What CloudFront shows to the API; without it (on a laptop) every caller is taken as it comes. */
  TESSERA_EDGE_KEY: z.string().min(16).optional(),

  // Limits of the tickets surface.
  TICKETS_MAX_BODY_BYTES: count(256 * 1_024),
  TICKETS_SUBMITS_PER_MINUTE: count(60),
  TICKETS_READS_PER_MINUTE: count(600),
  TICKETS_QUEUED_PER_CLIENT: count(100),
  TICKETS_QUEUED_IN_ALL: count(10_000),

  // The support desk.
  DESK_REQUESTS_PER_MINUTE: count(3_000),
  /** How long a customer may push back on a resolved ticket before it closes (PX-22). */
  RESOLVED_REOPEN_DAYS: count(7, 365),
  /** What the desk's mails come from; without it the cloud sends none (PX-64). */
  DESK_MAIL_FROM: z.email().optional(),
  /** Where customers find the product: links in mails begin with it, never with what a request says. */
  DESK_PUBLIC_URL: baseUrl.transform((url) => url.replace(/\/+$/, "")).optional(),
  /** Instead of SES. */
  AWS_ENDPOINT_URL_SESV2: z.url().optional(),

  // Incidents.
  INCIDENT_REQUESTS_PER_MINUTE: count(3_000),
  /** Whether incidents are open to callers without a key (X-24, C-23). */
  ALLOW_ANONYMOUS: flag,

  // The life of a job.
  JOB_RETENTION_HOURS: count(7 * 24, 24 * 365),
  JOB_TOMBSTONE_DAYS: count(30, 3_650),
  JOB_REQUEUE_AFTER_SECONDS: count(60),
  JOB_QUEUED_LIMIT_SECONDS: count(60 * 60),
  JOB_PROCESSING_LIMIT_SECONDS: count(15 * 60),

  // The models (X-52, AU-5, AU-11). A provider with a key may be asked for; without one, the offline rules answer.
  LLM_PROVIDER: z.enum(modelProviders).default("offline"),
  LLM_STRICT: flag,
  LLM_TIMEOUT_MS: count(120_000, 600_000),
  LLM_TEMPERATURE: z.coerce.number().min(0).max(2).default(0.7),
  LLM_MAX_TOKENS: z.coerce.number().int().min(256).optional(),
  LLM_RETRY_BASE_MS: z.coerce.number().int().min(0).max(60_000).default(2_000),
  LLM_BREAKER_COOLDOWN_MS: count(60_000, 600_000),
  /** Of each tenant (D13); without it nothing limits what models cost. */
  LLM_DAILY_BUDGET_USD: z.coerce.number().positive().optional(),
  OPENAI_API_KEY: secret,
  OPENAI_BASE_URL: baseUrl.optional(),
  OPENAI_MODEL: model,
  ANTHROPIC_API_KEY: secret,
  ANTHROPIC_BASE_URL: baseUrl.optional(),
  ANTHROPIC_MODEL: model,
  GOOGLE_API_KEY: secret,
  GOOGLE_BASE_URL: baseUrl.optional(),
  GOOGLE_MODEL: model,
  MOONSHOT_API_KEY: secret,
  MOONSHOT_BASE_URL: baseUrl.optional(),
  MOONSHOT_MODEL: model,
  /** Bedrock may go without a key: the function's role may call it, where an operator names a model. */
  BEDROCK_MODEL: model,
  AWS_BEARER_TOKEN_BEDROCK: secret,
  BEDROCK_BASE_URL: baseUrl.optional(),
  OLLAMA_BASE_URL: baseUrl.default("http://127.0.0.1:11434"),
  OLLAMA_MODEL: model,
  OLLAMA_CONTEXT_TOKENS: contextTokens,
  /** Without it there is no vLLM: it runs wherever its operator has put it. */
  VLLM_BASE_URL: baseUrl.optional(),
  VLLM_API_KEY: secret,
  VLLM_MODEL: model,
  VLLM_CONTEXT_TOKENS: contextTokens,
  /** Models beside the listed ones that callers may name: `provider:model`, with commas. */
  LLM_EXTRA_MODELS: extraModels,

  // Switches for tests.
  EGRESS_ALLOW_HOSTS: list,
  TESSERA_TIME_OFFSET_MS: z.coerce.number().int().default(0),
  TESSERA_TEST_CLOCK: flag,
  FAILPOINT: z.string().default(""),
});
/** What is of no use without something else. */
const Config = Variables.superRefine((config, context) => {
  const need = (name: keyof typeof config, message: string) => {
    if (config[name] === undefined) context.addIssue({ code: "custom", path: [name], message });
  };
  if (config.DESK_MAIL_FROM) need("DESK_PUBLIC_URL", "is needed beside DESK_MAIL_FROM: links in mails begin with it");
  if (config.LLM_PROVIDER !== "vllm") return;
  need("VLLM_BASE_URL", "is needed where LLM_PROVIDER is vllm");
  need("VLLM_MODEL", "is needed where LLM_PROVIDER is vllm, which has no model but what its operator loads");
});
export type Config = z.infer<typeof Config>;

/** each of these would let an outsider bend what production promises. */
function findTestSwitches(config: Config): string[] {
  const switches: Record<string, boolean> = {
    EGRESS_ALLOW_HOSTS: config.EGRESS_ALLOW_HOSTS.length > 0,
    TESSERA_TIME_OFFSET_MS: config.TESSERA_TIME_OFFSET_MS !== 0,
    TESSERA_TEST_CLOCK: config.TESSERA_TEST_CLOCK,
    FAILPOINT: config.FAILPOINT !== "",
  };
  return Object.keys(switches).filter((name) => switches[name]);
}

/** Parsed once at cold start, so a bad deploy fails on its first line and names every wrong variable (P-7). */
export function loadConfig(env: Record<string, string | undefined>): Readonly<Config> {
  // An empty or blank variable is one that nobody set: `X=` in a shell must not turn a default into an error.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ""));
  const parsed = Config.safeParse(given);
  if (!parsed.success) throw new Error(`Bad configuration\n${z.prettifyError(parsed.error)}`);

  const switches = parsed.data.NODE_ENV === "production" ? findTestSwitches(parsed.data) : [];
  if (switches.length > 0) throw new Error(`Bad configuration\n${switches.join(", ")}: not allowed in production`);
  return Object.freeze(parsed.data);
}

/** The environment, and the secrets that it names (`TESSERA_SECRETS`). */
export async function readConfig(): Promise<Readonly<Config>> {
  return loadConfig({ ...process.env, ...(await readSecrets(process.env)) });
}
