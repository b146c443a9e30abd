/** What a person or an automation may do at the desk; the permissions of issues govern tickets too. */
export const permissions = ["issues.read", "issues.create", "issues.edit", "issues.delete"] as const;
export type Permission = (typeof permissions)[number];

/** What a key may do with incidents and their settings, each with all that comes before it. */
export const incidentScopes = ["incidents:read", "incidents:write", "incidents:admin"] as const;

export const scopes = [
  "tickets:submit",
  "tickets:read",
  "tickets:cancel",
  "admin",
  ...permissions,
  ...incidentScopes,
] as const;
export type Scope = (typeof scopes)[number];

/** Product features that a client can have switched off. */
export const features = ["tickets"] as const;
export type Feature = (typeof features)[number];

export type Role = "owner" | "admin" | "member";

/** Who is calling. Every way to sign in (bearer key, Basic, incident key, event) ends in one of these. */
export interface Principal {
  tenantId: string;
  /**
   * A contact is a customer who has signed in by a link: it sees its own tickets and nothing else (PX-64). Who comes
   * without a key, where that is allowed, is anonymous.
   */
  kind: "client" | "user" | "contact" | "anonymous" | "system";
  /** Of a contact: its e-mail address. */
  id: string;
  /** The user who acts: a user's own key, or the Owner behind the bootstrap key; null for all others. */
  userId: string | null;
  keyId: string | null;
  /** False while the client is suspended: known, but it may do nothing (TF-21). */
  active: boolean;
  scopes: readonly Scope[];
  roles: readonly Role[];
  features: readonly Feature[];
}

/** Somebody who may do nothing yet: every caller without a key starts from this, and adds what it is let to do. */
export function barePrincipal(identity: Pick<Principal, "tenantId" | "kind" | "id">): Principal {
  return { ...identity, userId: null, keyId: null, active: true, scopes: [], roles: [], features: [] };
}

/** The product itself: sweeps, stages, deliveries. It owns no rows and passes no `authorize`. */
export function systemPrincipal(id: string): Principal {
  return barePrincipal({ tenantId: "system", kind: "system", id });
}

/** The caller as audit entries and events name it. */
export function actorOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}
