import { AppError } from "../errors.ts";
import type { Feature, Principal, Scope } from "../principal.ts";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Only `authorize` makes these, and ports ask for them: a verb that forgets to authorize does not compile. */
export type TenantId = Branded<"TenantId">;
export type ClientId = Branded<"ClientId">;

export interface Owner {
  tenantId: TenantId;
  clientId: ClientId;
}

const scopeFeature: Partial<Record<Scope, Feature>> = {
  "tickets:submit": "tickets",
  "tickets:read": "tickets",
  "tickets:cancel": "tickets",
};

/**
 * Checks that the caller may do what `scope` names, and answers as whom (TF-21, X-20).
 * Throws `client_suspended`, `feature_disabled` or `forbidden`, in this order.
 */
export function authorize(context: { principal: Principal }, scope: Scope): Owner {
  const { principal } = context;
  if (!principal.active) throw new AppError("client_suspended", "This client is suspended");
  const feature = scopeFeature[scope];
  if (feature && !principal.features.includes(feature)) {
    throw new AppError("feature_disabled", `The feature "${feature}" is switched off for this client`);
  }
  if (!principal.scopes.includes(scope)) throw new AppError("forbidden", `This key does not have the scope ${scope}`);

  // The one place where plain ids become branded: the checks above are what the brand stands for.
  return { tenantId: principal.tenantId as TenantId, clientId: principal.id as ClientId };
}
