import type { WritingContext } from "@tessera/core/jobs";
import type { ModelGateway } from "@tessera/core/models";
import { createSpecReader } from "@tessera/providers/documents";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { breakerOf } from "./models.ts";
import { type ProductContext, runtime } from "./runtime.ts";

const { config, clock, store, jobSettings } = runtime;
let loaded: Promise<ModelGateway> | undefined;

/** Loaded when a model is first called: only the generate function's bundle holds the models (stacks/bundling.ts). */
const models: ModelGateway = {
  async call(call) {
    loaded ??= import("./model-gateway.ts").then(({ createModels }) => createModels({ config, now: clock.now }));
    return (await loaded).call(call);
  },
};

const ports = withFailpoint(
  { reader: createSpecReader(), models, modelHealth: store.modelHealth },
  parseFailpoint(config.FAILPOINT),
);
const breaker = breakerOf(config, jobSettings.leaseMs);

/** What reading a spec and having its tickets written needs beside what every worker has. */
export function writingContext(name: string): ProductContext & WritingContext {
  return { ...runtime.systemContext(name), ...ports, breaker };
}
