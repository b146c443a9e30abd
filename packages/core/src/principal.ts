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

/** The product itself: sweeps, stages, deliveries. It owns no rows and passes no `authorize`. */
export function systemPrincipal(id: string): Principal {
  return { tenantId: "system", kind: "system", id, keyId: null, active: true, scopes: [], roles: [], features: [] };
}

/** The caller as audit entries and events name it. */
export function actorOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}
