export {
  actorOf,
  type Feature,
  features,
  type Permission,
  type Principal,
  type Role,
  type Scope,
  scopes,
  systemPrincipal,
} from "../principal.ts";
export { ApiKey, Client, type ModelFallback, modelFallbacks, Team, Tenant, User, WebhookSecret } from "./accounts.ts";
export { anonymousPrincipal } from "./anonymous.ts";
export { authenticateKey } from "./authenticate-key.ts";
export { authorize, type ClientId, type Owner, type TenantId } from "./authorize.ts";
export { authorizeIncidents, type IncidentAccess, type IncidentCaller } from "./authorize-incidents.ts";
export { bootstrapAccess } from "./bootstrap-access.ts";
export { clientPrincipal } from "./client-principal.ts";
export {
  type ContactSession,
  type ContactTokens,
  contactPrincipal,
  createContactTokens,
  isContactToken,
} from "./contact-tokens.ts";
export { createClient, type NewClientInput } from "./create-client.ts";
export { createTeam } from "./create-team.ts";
export { createTenant } from "./create-tenant.ts";
export { createUser, type NewUserInput } from "./create-user.ts";
export { detectorPrincipal } from "./detector-principal.ts";
export { handlesOf, mentionHandle } from "./handles.ts";
export { type IssueKeyInput, issueKey } from "./issue-key.ts";
export { listClients, listKeys, listTeams, listTenants, listUsers } from "./list-accounts.ts";
export {
  actForTenant,
  authorizeCaller,
  authorizeMember,
  type Contact,
  type DeskCaller,
  type Member,
} from "./permissions.ts";
export type {
  AccessContext,
  AccessStore,
  Page,
  PageRequest,
  RateBucket,
  RateLimiter,
  RateVerdict,
  Sealer,
} from "./ports.ts";
export { checkTeam, checkUser } from "./references.ts";
export { revokeKey } from "./revoke-key.ts";
export { rotateTenantWebhookSecret, rotateWebhookSecret } from "./rotate-webhook-secret.ts";
export { addTeamMember, removeTeamMember, type TeamMember } from "./team-members.ts";
export { tenantWebhookSecrets } from "./tenant-webhook-secrets.ts";
export { type ClientChange, updateClient } from "./update-client.ts";
export { liveSecrets } from "./webhook-secrets.ts";
