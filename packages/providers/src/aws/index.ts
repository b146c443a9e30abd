export { createEventPublisher } from "./events.ts";
export { getParameters } from "./parameters.ts";
export {
  createAgentQueue,
  createDeadLetterQueue,
  createDeliveryQueue,
  createIncidentQueue,
  createJobQueue,
} from "./queues.ts";
export { createSesMailer } from "./ses-mailer.ts";
export { createWorkflow } from "./workflow.ts";
