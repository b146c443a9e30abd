import { workflowDefinition } from "@tessera/core/workflow";
import { modelStateMarginSeconds, stageStateSeconds } from "../../../functions/lib/limits.ts";
import type { LocalConfig } from "./config.ts";
import { functions } from "./functions.ts";
import { localArn } from "./lambda.ts";
import { startWorkflowServer, type WorkflowServer } from "./workflow.ts";

/** The workflow of the generation jobs, the same document as in the cloud. */
export function startJobWorkflow(config: LocalConfig): Promise<WorkflowServer> {
  const { preparePrompt, generateTickets, validateOutput, completeJob, failJob } = functions;
  const arn = (name: string) => localArn("lambda", `function:${name}`);
  const names = {
    preparePrompt: arn("prepare-prompt"),
    generateTickets: arn("generate-tickets"),
    validateOutput: arn("validate-output"),
    complete: arn("complete"),
    fail: arn("fail"),
  };
  return startWorkflowServer({
    name: "tessera-jobs",
    definition: workflowDefinition({
      functions: names,
      stageTimeoutSeconds: stageStateSeconds,
      generateTimeoutSeconds: Math.ceil(config.LLM_TIMEOUT_MS / 1_000) + modelStateMarginSeconds,
      retryIntervalSeconds: config.TESSERA_RETRY_SECONDS,
    }),
    functions: {
      [names.preparePrompt]: preparePrompt,
      [names.generateTickets]: generateTickets,
      [names.validateOutput]: validateOutput,
      [names.complete]: completeJob,
      [names.fail]: failJob,
    },
  });
}
