export { ApiKey, Client, Tenant, User, WebhookSecret } from "./accounts.ts";
export type { AccessContext, AccessStore, Page, PageRequest, RateLimiter, RateVerdict, Sealer } from "./ports.ts";
export {
  actorOf,
  authorize,
  type ClientId,
  type Feature,
  features,
  type Owner,
  type Principal,
  type Role,
  type Scope,
  scopes,
  systemPrincipal,
  type TenantId,
} from "./principal.ts";
