import { barePrincipal, type Principal } from "../principal.ts";
import { defaultTenantId } from "./bootstrap-access.ts";

/**
 * Who calls the incident surface without a key, where the operator allows that: it may do there what the default tenant
 * may (X-24, Appendix D-22), and nothing on any other surface.
 */
export function anonymousPrincipal(): Principal {
  const nobody = barePrincipal({ tenantId: defaultTenantId, kind: "anonymous", id: "anonymous" });
  return { ...nobody, scopes: ["incidents:admin"] };
}
