import type { TicketModel } from "@tessera/core/generation";
import type { StageContext } from "@tessera/core/jobs";
import { createSpecReader } from "@tessera/providers/documents";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { type ProductContext, runtime } from "./runtime.ts";

const { config, clock } = runtime;
const reader = createSpecReader();
let loaded: Promise<TicketModel> | undefined;

/** Loaded when a model is first called: only the generate function's bundle holds the models (stacks/function.ts). */
const model: TicketModel = {
  exclusive: config.LLM_PROVIDER !== "offline",
  async generate(request) {
    loaded ??= import("./model-gateway.ts").then(({ createModel }) => createModel({ config, reader, now: clock.now }));
    return (await loaded).generate(request);
  },
};

const ports = withFailpoint({ reader, model }, parseFailpoint(config.FAILPOINT));

/** What the states of the workflow, and the sweep that stands in for them, need beside what every worker has. */
export function stageContext(name: string): ProductContext & StageContext {
  return { ...runtime.systemContext(name), ...ports };
}
