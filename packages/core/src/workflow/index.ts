export { type WorkflowFunctions, type WorkflowOptions, workflowDefinition } from "./definition.ts";
