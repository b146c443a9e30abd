export {
  actorOf,
  type Feature,
  features,
  type Principal,
  type Role,
  type Scope,
  scopes,
  systemPrincipal,
} from "../principal.ts";
export { ApiKey, Client, type ModelFallback, modelFallbacks, Tenant, User, WebhookSecret } from "./accounts.ts";
export { authenticateKey } from "./authenticate-key.ts";
export { authorize, type ClientId, type Owner, type TenantId } from "./authorize.ts";
export { bootstrapAccess } from "./bootstrap-access.ts";
export { clientPrincipal } from "./client-principal.ts";
export { createClient, type NewClientInput } from "./create-client.ts";
export { createTenant } from "./create-tenant.ts";
export { createUser, type NewUserInput } from "./create-user.ts";
export { type IssueKeyInput, issueKey } from "./issue-key.ts";
export { listClients, listKeys, listTenants, listUsers } from "./list-accounts.ts";
export type { AccessContext, AccessStore, Page, PageRequest, RateLimiter, RateVerdict, Sealer } from "./ports.ts";
export { revokeKey } from "./revoke-key.ts";
export { rotateWebhookSecret } from "./rotate-webhook-secret.ts";
export { type ClientChange, updateClient } from "./update-client.ts";
export { liveSecrets } from "./webhook-secrets.ts";
