/** Apart from the rest: a bundle that loads incidents lazily would load them at once, were they in the same index. */
export { createIncidentStore, type IncidentStores } from "./create-incident-store.ts";
export { createLinkStore } from "./create-link-store.ts";
