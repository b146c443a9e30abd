import type { AuditHead } from "@tessera/core/audit";
import type { Entity } from "../entity.ts";
import { agentKind } from "./agent.ts";
import { calendarKind, cannedResponseKind, slaPolicyKind, tagKind } from "./desk-rows.ts";
import { triggerKind } from "./trigger.ts";

/** Every kind of row that a tenant sets up: whose chain of audit entries is walked (N1). */
export const rowKinds: readonly { name: string; entity: Entity<{ audit: AuditHead }> }[] = [
  tagKind,
  cannedResponseKind,
  slaPolicyKind,
  calendarKind,
  triggerKind,
  agentKind,
];
