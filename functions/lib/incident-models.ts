import type { RcaContext } from "@tessera/core/incidents";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { models } from "./lazy-models.ts";
import { breakerOf } from "./models.ts";
import { runtime } from "./runtime.ts";
import { sleep } from "./waiting.ts";

const { config, store, jobSettings } = runtime;

const ports = withFailpoint({ models, modelHealth: store.modelHealth }, parseFailpoint(config.FAILPOINT));
const breaker = breakerOf(config, jobSettings.leaseMs);

/** What asking a model about incidents needs beside all else. */
export const incidentModels: Pick<RcaContext, "models" | "modelHealth" | "breaker" | "modelLimits" | "sleep"> = {
  ...ports,
  breaker,
  modelLimits: jobSettings.modelLimits,
  sleep,
};
