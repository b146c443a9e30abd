export { type LinkTarget, linkIncident, unlinkIncident } from "./link-incident.ts";
export type { LinkContext, LinkStore } from "./ports.ts";
export { getIncidentLinks, type IncidentLinks } from "./read-links.ts";
