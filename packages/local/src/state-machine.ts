import { StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import { invoke, type LambdaHandler, lambdaFailure } from "./lambda.ts";

export interface StateMachineRun {
  /** The output; rejects with the error that ended the execution, and answers null after an abort. */
  result: Promise<unknown>;
  abort(): void;
}

export interface StateMachineRunner {
  run(execution: { id: string; name: string; input: unknown }): StateMachineRun;
  /** Resolves when no task is being worked on. */
  idle(): Promise<void>;
}

interface TaskFailure {
  name: string;
  cause: string;
}

/** Runs an ASL document in this process; its Task resources name functions of `functions`. */
export function createStateMachine(options: {
  definition: object;
  functions: Record<string, LambdaHandler>;
}): StateMachineRunner {
  // The document is the product's own; that it is valid ASL is a test's to say, and costs half a second to ask here.
  const definition = options.definition as StateMachineDefinition;
  const machine = new StateMachine(definition, { validationOptions: { noValidate: true } });
  const tasks = Object.entries(definition.States).flatMap(([state, task]) =>
    task.Type === "Task" ? [{ state, handler: functionOf(options.functions, task.Resource) }] : [],
  );
  const working = new Set<Promise<unknown>>();

  return {
    run({ id, name, input }) {
      let aborted = false;
      const work = async (handler: LambdaHandler, event: unknown) => {
        // After an abort the interpreter retries once more; nothing may run for an execution that was stopped.
        if (aborted) throw taskError({ name: "Aborted", cause: "" }, { final: true });
        const task = invoke(handler, event);
        const settled = task.catch(() => undefined).finally(() => working.delete(settled));
        working.add(settled);
        try {
          return await task;
        } catch (cause) {
          throw taskError(lambdaFailure(cause), { final: false });
        }
      };
      const taskResourceLocalHandlers = Object.fromEntries(
        tasks.map(({ state, handler }) => [state, (event: unknown) => work(handler, event)]),
      );
      // Events, results and inputs are JSON by construction: `invoke` copies them through it.
      const { result, abort } = machine.run(input as never, {
        overrides: { taskResourceLocalHandlers: taskResourceLocalHandlers as never },
        noThrowOnAbort: true,
        context: { Execution: { Id: id, Name: name } },
      });
      return {
        result,
        abort() {
          aborted = true;
          abort();
        },
      };
    },
    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}

function functionOf(functions: Record<string, LambdaHandler>, resource: string): LambdaHandler {
  const handler = functions[resource];
  if (!handler) throw new Error(`The workflow calls an unknown function: ${resource}`);
  return handler;
}

/** The interpreter takes an error's name as `Error` and its message as `Cause`, and obeys these two marks. */
function taskError(failure: TaskFailure, { final }: { final: boolean }): Error {
  const error = new Error(failure.cause);
  error.name = failure.name;
  return Object.assign(error, { isRetryable: !final, isCatchable: !final });
}
