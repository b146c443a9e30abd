/** What whoever deploys may choose, from the environment of `sst deploy`; docs/DEPLOY.md explains each. */
export interface StageSettings {
  production: boolean;
  /** A domain in Route 53 that CloudFront answers for; without one, CloudFront's own name is used. */
  domain: string | undefined;
  alarmEmail: string | undefined;
  /** How many model calls may run at once: the exact cap on what a burst of jobs can cost. */
  modelConcurrency: number;
  bedrockModelArns: readonly string[];
  /** What the desk's mails come from; without it, no function may send any. */
  mailFrom: string | undefined;
  /** Plain variables of the product that are handed on as they are. */
  product: Record<string, string>;
}

/** Names of models and limits are no secrets; keys are (stacks/secrets.ts). */
const handedOn =
  /^(?:LLM_(?:PROVIDER|STRICT|TEMPERATURE|MAX_TOKENS|RETRY_BASE_MS|BREAKER_COOLDOWN_MS|DAILY_BUDGET_USD|EXTRA_MODELS)|(?:OPENAI|ANTHROPIC|GOOGLE|MOONSHOT|BEDROCK|OLLAMA|VLLM)_(?:MODEL|BASE_URL|CONTEXT_TOKENS)|TICKETS_\w+|JOB_\w+|DESK_\w+|INCIDENT_\w+|ALLOW_ANONYMOUS|RESOLVED_REOPEN_DAYS|TESSERA_LOG_LEVEL)$/;

export function settings(): StageSettings {
  const { TESSERA_DOMAIN, TESSERA_ALARM_EMAIL, TESSERA_MODEL_CONCURRENCY, BEDROCK_MODEL_ARNS } = process.env;
  const { DESK_MAIL_FROM, DESK_PUBLIC_URL, LLM_PROVIDER, VLLM_BASE_URL, VLLM_MODEL } = process.env;
  const modelConcurrency = Number(TESSERA_MODEL_CONCURRENCY ?? 20);
  if (!Number.isInteger(modelConcurrency) || modelConcurrency < 1) {
    throw new Error("TESSERA_MODEL_CONCURRENCY must be a whole number from 1 on");
  }
  if (DESK_MAIL_FROM && !DESK_PUBLIC_URL) {
    throw new Error("DESK_MAIL_FROM needs DESK_PUBLIC_URL: links in mails begin with it");
  }
  if (LLM_PROVIDER === "vllm" && !(VLLM_BASE_URL && VLLM_MODEL)) {
    throw new Error("LLM_PROVIDER=vllm needs VLLM_BASE_URL and VLLM_MODEL: no function would start without them");
  }
  return {
    production: $app.stage === "production",
    domain: TESSERA_DOMAIN || undefined,
    alarmEmail: TESSERA_ALARM_EMAIL || undefined,
    modelConcurrency,
    bedrockModelArns: (BEDROCK_MODEL_ARNS ?? "").split(",").filter((arn) => arn !== ""),
    mailFrom: DESK_MAIL_FROM || undefined,
    product: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (handedOn.test(name) && value ? [[name, value]] : [])),
    ),
  };
}
