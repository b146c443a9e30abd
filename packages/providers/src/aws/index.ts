export { createEventPublisher } from "./events.ts";
export { createCallbackQueue, createDeadLetterQueue, createJobQueue } from "./queues.ts";
export { createWorkflow } from "./workflow.ts";
