export { Agent, type AgentProfile, agentHandle, agentKinds, triageAgent } from "./agent.ts";
export { agentSettings } from "./agent-settings.ts";
export { dispatchAgents } from "./dispatch.ts";
export { agentsToCall, knownAgents, withBuiltIn } from "./known-agents.ts";
export { markRun } from "./mark-run.ts";
export type { AgentMessage, AgentQueue, AgentsContext, DispatchContext } from "./ports.ts";
export { type Triage, triage } from "./triage.ts";
