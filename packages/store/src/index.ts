export type { CapacityMeter } from "./capacity.ts";
export { createDynamoClient } from "./client.ts";
export { createDeskStore, type DeskStore } from "./create-desk-store.ts";
export { createStore, type OpenTable, type Store, type StoreOptions } from "./create-store.ts";
export { entryFromImage } from "./entities/audit-entry.ts";
export { auditStreamFilter } from "./entities/audit-stream.ts";
export { type AuditReader, type AuditSubject, createAuditReader } from "./repos/audit.ts";
export { tableDefinition, ttlAttribute } from "./table.ts";
