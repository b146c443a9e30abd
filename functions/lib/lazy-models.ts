import type { ModelGateway } from "@tessera/core/models";
import { runtime } from "./runtime.ts";

const { config, clock } = runtime;
let loaded: Promise<ModelGateway> | undefined;

/** Loaded when a model is first called: only bundles of functions that may do so hold the models (stacks/bundling.ts). */
export const models: ModelGateway = {
  async call(call) {
    loaded ??= import("./model-gateway.ts").then(({ createModels }) => createModels({ config, now: clock.now }));
    return (await loaded).call(call);
  },
};
