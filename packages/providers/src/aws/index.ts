export { createEventPublisher } from "./events.ts";
export { getParameters } from "./parameters.ts";
export { createAgentQueue, createDeadLetterQueue, createDeliveryQueue, createJobQueue } from "./queues.ts";
export { createWorkflow } from "./workflow.ts";
