export {
  type AuditDraft,
  AuditEntry,
  type AuditFacts,
  AuditHead,
  appendEntry,
  canonicalJson,
  draftEntry,
  emptyHead,
  findChainFault,
} from "./entry.ts";
