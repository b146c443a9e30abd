import { AppError } from "@tessera/core/errors";
import { completeJob, generateTickets, preparePrompt, validateOutput } from "@tessera/core/jobs";
import type { ModelGateway } from "@tessera/core/models";
import { modelSettings } from "../job-settings.ts";
import { createWorld, type World } from "../jobs-world.ts";
import type { Protocol } from "./protocols.ts";

/** The jobs engine with a real gateway behind it, which speaks one vendor's protocol. */
export function worldWith(protocol: Protocol, models: ModelGateway): World {
  const { choice } = protocol;
  return createWorld({
    modelSettings: { ...modelSettings, default: choice, configured: [choice.provider] },
    models,
  });
}

/** Runs a job as the workflow does, waiting on the driven clock. Answers `completed`, or the code that it fails with. */
export async function runJob(world: World, jobId: string): Promise<string> {
  const input = { jobId, executionId: "execution-1" };
  try {
    await preparePrompt(world.system(), input);
    for (;;) {
      const { outcome, waitSeconds = 0 } = await generateTickets(world.system(), input);
      world.advance(waitSeconds * 1_000);
      if (outcome !== "ready") continue;
      if ((await validateOutput(world.system(), input)).outcome === "ready") break;
    }
    await completeJob(world.system(), input);
    return world.memory.saved(jobId).job.status;
  } catch (cause) {
    if (cause instanceof AppError) return cause.code;
    throw cause;
  }
}
