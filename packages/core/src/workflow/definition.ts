/** The functions that the workflow calls, by role: ARNs in the cloud, names that the local runtime knows. */
export interface WorkflowFunctions {
  preparePrompt: string;
  generateTickets: string;
  validateOutput: string;
  complete: string;
  fail: string;
}

export interface WorkflowOptions {
  functions: WorkflowFunctions;
  /** Longer than the function's own timeout, so a state that times out has no live worker. */
  stageTimeoutSeconds: number;
  generateTimeoutSeconds: number;
  /** First pause before a stage is tried again; doubles each time. */
  retryIntervalSeconds: number;
}

const busyIntervalSeconds = 15;

/** More than the longest plan takes with every wait and repair: what runs longer runs in a circle. */
const executionLimitSeconds = 6 * 3_600;

/** What Lambda itself may answer when nothing is wrong with the code. */
const transientErrors = [
  "Retryable",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
  // The function's process died, or ran out of its time.
  "Lambda.Unknown",
  "Sandbox.Timedout",
];

/**
 * The one state machine of every generation job, as plain JSONPath ASL (X-32, P-3). Between states travel the job's id
 * and one word; a stage that answers anything but its expected word has found the job ended, and the workflow stops.
 */
export function workflowDefinition(options: WorkflowOptions) {
  const { functions } = options;
  const transient = {
    ErrorEquals: transientErrors,
    IntervalSeconds: options.retryIntervalSeconds,
    MaxAttempts: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
  };
  const retry = [
    // Another worker holds the lease: look again until it has answered or its lease has run out.
    {
      ErrorEquals: ["Busy"],
      IntervalSeconds: busyIntervalSeconds,
      MaxAttempts: Math.ceil(options.generateTimeoutSeconds / busyIntervalSeconds) + 1,
      BackoffRate: 1,
    },
    transient,
  ];
  const stage = (resource: string, timeoutSeconds: number, next: string) => ({
    Type: "Task",
    Resource: resource,
    Parameters: { "jobId.$": "$.jobId", "executionId.$": "$$.Execution.StartTime" },
    TimeoutSeconds: timeoutSeconds,
    Retry: retry,
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Fail" }],
    Next: next,
  });
  const choice = (...branches: readonly (readonly [outcome: string, next: string])[]) => ({
    Type: "Choice",
    Choices: branches.map(([outcome, next]) => ({ Variable: "$.outcome", StringEquals: outcome, Next: next })),
    Default: "Done",
  });

  return {
    Comment: "Generates the tickets of one job",
    StartAt: "PreparePrompt",
    TimeoutSeconds: executionLimitSeconds,
    States: {
      PreparePrompt: stage(functions.preparePrompt, options.stageTimeoutSeconds, "PromptReady?"),
      "PromptReady?": choice(["ready", "GenerateTickets"]),
      GenerateTickets: stage(functions.generateTickets, options.generateTimeoutSeconds, "DraftReady?"),
      "DraftReady?": choice(["ready", "ValidateOutput"], ["more", "GenerateTickets"], ["wait", "WaitForModel"]),
      // The wait costs nobody a running function, and is as long as the model's host asked for.
      WaitForModel: { Type: "Wait", SecondsPath: "$.waitSeconds", Next: "GenerateTickets" },
      ValidateOutput: stage(functions.validateOutput, options.stageTimeoutSeconds, "OutputValid?"),
      "OutputValid?": choice(["ready", "Complete"], ["repair", "GenerateTickets"]),
      Complete: stage(functions.complete, options.stageTimeoutSeconds, "Done"),
      Fail: {
        Type: "Task",
        Resource: functions.fail,
        Parameters: {
          "jobId.$": "$.jobId",
          "executionId.$": "$$.Execution.StartTime",
          "failure.$": "$.failure",
        },
        TimeoutSeconds: options.stageTimeoutSeconds,
        Retry: [{ ...transient, ErrorEquals: ["States.ALL"] }],
        Next: "Done",
      },
      Done: { Type: "Succeed" },
    },
  };
}
