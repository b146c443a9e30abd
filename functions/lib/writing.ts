import type { WritingContext } from "@tessera/core/jobs";
import { createSpecReader } from "@tessera/providers/documents";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { models } from "./lazy-models.ts";
import { breakerOf } from "./models.ts";
import { type ProductContext, runtime } from "./runtime.ts";

const { config, store, jobSettings } = runtime;

const ports = withFailpoint(
  { reader: createSpecReader(), models, modelHealth: store.modelHealth },
  parseFailpoint(config.FAILPOINT),
);
const breaker = breakerOf(config, jobSettings.leaseMs);

/** What reading a spec and having its tickets written needs beside what every worker has. */
export function writingContext(name: string): ProductContext & WritingContext {
  return { ...runtime.systemContext(name), ...ports, breaker };
}
