import type { IncidentSettingsStore } from "@tessera/core/settings";
import { appendAudit } from "../../audit-chain.ts";
import type { Table } from "../../calls.ts";
import { incidentSettingsEntity, incidentSettingsKey } from "../../entities/incident-settings.ts";
import { getItem } from "../../reads.ts";
import { writeAllOrStale } from "../../transaction.ts";
import { putOver } from "../../writes.ts";

export function createIncidentSettingsStore(table: Table): IncidentSettingsStore {
  return {
    find: async (tenantId) => {
      const item = await getItem(table, incidentSettingsKey(tenantId));
      return item && incidentSettingsEntity.fromItem(item);
    },
    save: async (settings, audit) => {
      const entry = appendAudit(settings.audit, audit);
      const saved = { ...settings, audit: entry.head };
      const row = putOver(incidentSettingsEntity.toItem(saved), settings.version - 1);
      await writeAllOrStale(table, [row, entry.write]);
      return saved;
    },
  };
}
