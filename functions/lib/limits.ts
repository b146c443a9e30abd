/**
 * How long functions and queues wait: the one source for the cloud's stacks and the local runtime. Nothing is imported
 * here, so that whoever makes the infrastructure can read it.
 */

/** After as many receives a message goes to its dead-letter queue. */
export const maxReceiveCount = 5;

/** What the function of each queue may take. */
export const queueFunctionSeconds = {
  jobs: 10,
  callbacks: 30,
  intake: 10,
  automations: 30,
  // A message may hold hundreds of anomalies.
  anomalies: 30,
  // A model's words, and then platforms that take their time to answer.
  incidents: 60,
} as const;

/** Read by the operator's own workers: how long one of them may take. */
const agentSeconds = 300;

/** A message stays hidden six times as long as its function may take, so that a slow batch is not delivered twice (B6). */
export const visibilitySeconds = {
  jobs: 6 * queueFunctionSeconds.jobs,
  callbacks: 6 * queueFunctionSeconds.callbacks,
  intake: 6 * queueFunctionSeconds.intake,
  automations: 6 * queueFunctionSeconds.automations,
  anomalies: 6 * queueFunctionSeconds.anomalies,
  incidents: 6 * queueFunctionSeconds.incidents,
  agents: agentSeconds,
} as const satisfies Record<keyof typeof queueFunctionSeconds | "agents", number>;
export type QueueName = keyof typeof visibilitySeconds;

/** A state of the workflow outlives its function, so that one that times out has no live worker. */
export const stageFunctionSeconds = 25;
export const stageStateSeconds = 30;

/** A function outlives its model call, and the state its function: the call's own error is what the job reports. */
export const modelFunctionMarginSeconds = 30;
export const modelStateMarginSeconds = 60;

/** An event stream ends well before the function that serves it would; its reader resumes where it was. */
export const apiFunctionSeconds = 900;
export const eventStreamSeconds = 600;
