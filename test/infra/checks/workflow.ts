import validate from "asl-validator";
import * as z from "zod";
import { lambdas, nameOfArn, roles, stateMachines } from "../support/resources.ts";
import type { Stack } from "../support/stack.ts";
import type { Check } from "./check.ts";

const State = z.object({
  Type: z.string(),
  Resource: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  Retry: z.array(z.unknown()).default([]),
  Catch: z.array(z.unknown()).default([]),
});
const Definition = z.object({ TimeoutSeconds: z.number().optional(), States: z.record(z.string(), State) });

function machineOf(stack: Stack) {
  const [machine] = stateMachines(stack);
  if (!machine) throw new Error("There is no state machine");
  return machine;
}

function definitionOf(stack: Stack) {
  return Definition.parse(JSON.parse(machineOf(stack).definition));
}

function tasksOf(stack: Stack) {
  return Object.entries(definitionOf(stack).States).flatMap(([name, state]) =>
    state.Type === "Task" ? [{ name, ...state }] : [],
  );
}

const arnOf = (resource = "") => nameOfArn(resource);

/** X-32, P-3: the one workflow. */
export const workflowChecks: readonly Check[] = [
  {
    name: "the definition is valid",
    find: (stack) => {
      const { isValid, errors } = validate(JSON.parse(machineOf(stack).definition));
      return isValid ? [] : errors.map((error) => JSON.stringify(error));
    },
  },
  {
    name: "every task calls a function of the product that the workflow's role may invoke",
    find: (stack) => {
      const role = roles(stack).find(({ name }) => machineOf(stack).roleArn.endsWith(`/${name}`));
      const invocable = (role?.statements ?? [])
        .filter(({ Action }) => Action.includes("lambda:InvokeFunction"))
        .flatMap(({ Resource }) => Resource);
      const names = new Set(lambdas(stack).map(({ name }) => name));
      return tasksOf(stack).flatMap(({ name, Resource = "" }) =>
        names.has(arnOf(Resource)) && invocable.includes(Resource) ? [] : [name],
      );
    },
  },
  {
    name: "every task has a timeout and retries, and all but the last resort a catch",
    find: (stack) =>
      tasksOf(stack).flatMap(({ name, TimeoutSeconds = 0, Retry, Catch }) =>
        TimeoutSeconds > 0 && Retry.length > 0 && (Catch.length > 0 || name === "Fail") ? [] : [name],
      ),
  },
  {
    name: "an execution ends by itself",
    find: (stack) => (definitionOf(stack).TimeoutSeconds === undefined ? ["TimeoutSeconds"] : []),
  },
  {
    name: "a state outlives its function",
    find: (stack) =>
      tasksOf(stack).flatMap(({ name, Resource, TimeoutSeconds = 0 }) => {
        const timeout = lambdas(stack).find((lambda) => lambda.name === arnOf(Resource))?.timeout ?? 0;
        return TimeoutSeconds > timeout ? [] : [name];
      }),
  },
  {
    name: "it is a Standard workflow that logs its failures",
    find: (stack) => {
      const { type, loggingConfiguration } = machineOf(stack);
      return type === "STANDARD" && loggingConfiguration ? [] : [type];
    },
  },
  {
    name: "the functions know the workflow by its ARN",
    find: (stack) =>
      lambdas(stack).flatMap(({ logicalName, environment }) =>
        environment.variables.TESSERA_WORKFLOW_ARN?.endsWith(`:stateMachine:${machineOf(stack).name}`)
          ? []
          : [logicalName],
      ),
  },
];
