export {
  type AuditDraft,
  AuditEntry,
  AuditHead,
  appendEntry,
  canonicalJson,
  draftEntry,
  emptyHead,
  findChainFault,
} from "./entry.ts";
