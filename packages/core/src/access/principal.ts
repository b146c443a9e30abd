import { AppError } from "../errors.ts";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Only `authorize` makes these, and ports ask for them: a verb that forgets to authorize does not compile. */
export type TenantId = Branded<"TenantId">;
export type ClientId = Branded<"ClientId">;

export const scopes = ["tickets:submit", "tickets:read", "tickets:cancel", "admin"] as const;
export type Scope = (typeof scopes)[number];

/** Product features that a client can have switched off. */
export const features = ["tickets"] as const;
export type Feature = (typeof features)[number];

export type Role = "owner" | "admin" | "member";

/** Who is calling. Every way to sign in (bearer key, Basic, incident key, event) ends in one of these. */
export interface Principal {
  tenantId: string;
  kind: "client" | "user" | "system";
  id: string;
  keyId: string | null;
  /** False while the client is suspended: known, but it may do nothing (TF-21). */
  active: boolean;
  scopes: readonly Scope[];
  roles: readonly Role[];
  features: readonly Feature[];
}

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

/** The product itself: sweeps, stages, deliveries. It owns no rows and passes no `authorize`. */
export function systemPrincipal(id: string): Principal {
  return { tenantId: "system", kind: "system", id, keyId: null, active: true, scopes: [], roles: [], features: [] };
}

/** The caller as audit entries and events name it. */
export function actorOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}
