export { createEventPublisher } from "./events.ts";
export { getParameters } from "./parameters.ts";
export { createCallbackQueue, createDeadLetterQueue, createJobQueue } from "./queues.ts";
export { createWorkflow } from "./workflow.ts";
