import { authorizeIncidents, type IncidentAccess } from "../access/index.ts";
import { type LlmConfig, llmConfigOf, loadIncidentSettings, type SettingsReader } from "../settings/index.ts";
import { type LlmStatus, type LlmStatusContext, type LlmTest, llmStatus, testLlm } from "./rca/index.ts";

type LlmCheckContext = LlmStatusContext & SettingsReader;

/** LC-49: how the model is that explains the caller's incidents. */
export async function getLlmStatus(context: LlmCheckContext): Promise<LlmStatus> {
  return llmStatus(context, await ownLlm(context, "read"));
}

/** LC-48: one call of it, with the settings that are saved. It costs money, so it is for those who set it up. */
export async function testOwnLlm(context: LlmCheckContext): Promise<LlmTest> {
  return testLlm(context, await ownLlm(context, "admin"));
}

async function ownLlm(context: LlmCheckContext, access: IncidentAccess): Promise<LlmConfig> {
  const { tenantId } = authorizeIncidents(context, access);
  return llmConfigOf(context, await loadIncidentSettings(context, tenantId));
}
