import { workflowDefinition } from "@tessera/core/workflow";
import { modelFunctionMarginSeconds, stageFunctionSeconds, stageStateSeconds } from "../functions/lib/limits.ts";
import { productFunction } from "./function.ts";
import { assumableBy, mayInvokeModels, maySend, type Permission, tableAccess } from "./permissions.ts";
import { modelCallSeconds, modelStateSeconds, type Product } from "./product.ts";

/** The Standard workflow of the main job, from the same builder that runs on a laptop. */
export function workflow(product: Product) {
  const access: Permission[] = [...tableAccess(product.table), maySend(product.callbacks.queue)];
  const stage = (name: string, handler: string, description: string) =>
    productFunction(product, name, {
      handler,
      description,
      timeoutSeconds: stageFunctionSeconds,
      permissions: access,
    });

  const preparePrompt = stage("PreparePrompt", "functions/jobs/prepare-prompt.handler", "Stage 1: plans the prompt");
  const generateTickets = productFunction(product, "GenerateTickets", {
    handler: "functions/jobs/generate-tickets.handler",
    description: "Stage 2: asks the model; its reserved concurrency caps the model calls",
    timeoutSeconds: modelCallSeconds + modelFunctionMarginSeconds,
    permissions: [...access, ...mayInvokeModels(product.stage.bedrockModelArns)],
    secrets: product.secrets.modelKeys,
    uses: ["models"],
    reserved: product.stage.modelConcurrency,
  });
  const validateOutput = stage("ValidateOutput", "functions/jobs/validate-output.handler", "Stage 3: judges the draft");
  const complete = stage("CompleteJob", "functions/jobs/finish.complete", "Saves the result and ends the job");
  const fail = stage("FailJob", "functions/jobs/finish.fail", "Ends a job whose stage failed for good");
  const functions = { preparePrompt, generateTickets, validateOutput, complete, fail };

  const logGroup = new aws.cloudwatch.LogGroup("WorkflowLogs", {
    // The prefix keeps the log group's resource policy, which all workflows of an account share, from growing.
    name: `/aws/vendedlogs/states/${product.workflow.name}`,
    retentionInDays: product.stage.production ? 90 : 14,
  });
  const arns = Object.values(functions).map(({ lambda }) => lambda.arn);
  const role = new aws.iam.Role("WorkflowRole", {
    name: `${product.workflow.name}-workflow`,
    assumeRolePolicy: assumableBy("states.amazonaws.com"),
    inlinePolicies: [{ name: "invoke-stages-and-log", policy: rolePolicy(arns) }],
  });

  const stateMachine = new aws.sfn.StateMachine("Workflow", {
    name: product.workflow.name,
    type: "STANDARD",
    roleArn: role.arn,
    definition: $util.all(arns).apply(definitionOf),
    loggingConfiguration: {
      level: "ERROR",
      includeExecutionData: false,
      logDestination: $interpolate`${logGroup.arn}:*`,
    },
  });
  return { functions, stateMachine };
}
export type JobWorkflow = ReturnType<typeof workflow>;

function definitionOf(arns: string[]): string {
  const [preparePrompt = "", generateTickets = "", validateOutput = "", complete = "", fail = ""] = arns;
  return JSON.stringify(
    workflowDefinition({
      functions: { preparePrompt, generateTickets, validateOutput, complete, fail },
      stageTimeoutSeconds: stageStateSeconds,
      generateTimeoutSeconds: modelStateSeconds,
      retryIntervalSeconds: 2,
    }),
  );
}

function rolePolicy(functionArns: $util.Output<string>[]): $util.Output<string> {
  return aws.iam.getPolicyDocumentOutput({
    statements: [
      { actions: ["lambda:InvokeFunction"], resources: functionArns },
      {
        // Log delivery knows no resources: AWS documents these actions with a star.
        actions: [
          "logs:CreateLogDelivery",
          "logs:GetLogDelivery",
          "logs:UpdateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:DescribeResourcePolicies",
          "logs:DescribeLogGroups",
        ],
        resources: ["*"],
      },
    ],
  }).json;
}
