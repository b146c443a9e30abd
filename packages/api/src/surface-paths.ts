/**
 * Which paths belong to which surface, the first that owns one; whatever none of them owns is the root's. Known before
 * any surface is loaded.
 */
export const surfacePaths = {
  ticketJobs: ["/tickets/v1", "/v1/task-generation"],
  /** Those of seed 004, and of what belongs to it here. LC's aliases never shadow them. */
  support: [
    "/api/v1/tickets",
    "/api/v1/ticket-tags",
    "/api/v1/canned-responses",
    "/api/v1/sla-policies",
    "/api/v1/business-calendars",
    "/api/v1/triggers",
    "/api/v1/agents",
    "/api/v1/issues",
    "/api/v1/inbox",
    "/portal",
  ],
  /** All that the desk does not own there: LC's routes under each of their spellings. */
  incidents: ["/api"],
  dashboard: ["/dashboard"],
  admin: ["/admin"],
} as const;

export function ownsPath(prefixes: readonly string[], path: string): boolean {
  return prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}
