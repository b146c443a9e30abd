import { type ModelGateway, type ModelSettings, offlineModel } from "@tessera/core/models";
import { createEgress } from "@tessera/providers/http";
import { createModelGateway, modelHosts } from "@tessera/providers/llm";
import { loadConfig } from "../../functions/lib/config.ts";
import { modelProvidersOf, modelSettingsOf } from "../../functions/lib/models.ts";

const offline: ModelSettings = {
  default: { provider: "offline", model: offlineModel },
  defaults: {},
  configured: ["offline"],
  extraModels: {},
  strict: true,
};

/** What the product must have beside its models; nothing here is ever called. */
const infrastructure = {
  TESSERA_TABLE: "evaluation",
  TESSERA_JOBS_QUEUE_URL: "http://127.0.0.1/jobs",
  TESSERA_CALLBACKS_QUEUE_URL: "http://127.0.0.1/callbacks",
  TESSERA_INTAKE_DLQ_URL: "http://127.0.0.1/dead-letters",
  TESSERA_AGENTS_QUEUE_URL: "http://127.0.0.1/agents",
  TESSERA_ANOMALIES_DLQ_URL: "http://127.0.0.1/anomalies",
  TESSERA_INCIDENTS_QUEUE_URL: "http://127.0.0.1/incidents",
  TESSERA_WORKFLOW_ARN: "evaluation",
  TESSERA_EVENT_BUS: "evaluation",
  TESSERA_ATTACHMENTS_BUCKET: "evaluation",
  TESSERA_SECRET_KEY: Buffer.alloc(32).toString("base64"),
};

/** The models as the product's own configuration names them: a provider without a key is refused, not replaced. */
export function modelsFor(provider: string): { modelSettings: ModelSettings; models?: ModelGateway } {
  if (provider === "offline") return { modelSettings: offline };
  const config = loadConfig({ ...process.env, ...infrastructure });
  const providers = modelProvidersOf(config);
  const egress = createEgress({ allowHosts: [...config.EGRESS_ALLOW_HOSTS, ...modelHosts(providers)] });
  return {
    modelSettings: { ...modelSettingsOf(config), strict: true },
    models: createModelGateway({ egress, providers, timeoutMs: config.LLM_TIMEOUT_MS }),
  };
}
