import { randomUUID } from "node:crypto";
import type { Team } from "@tessera/core/access";
import { emptyHead } from "@tessera/core/audit";
import { start } from "../../support/builders.ts";

export function makeTeam(overrides: Partial<Team> = {}): Team {
  return {
    id: randomUUID(),
    tenantId: randomUUID(),
    name: "Support",
    memberIds: [],
    createdAt: start.toISOString(),
    version: 1,
    audit: emptyHead,
    ...overrides,
  };
}
