import type { Sealer, TenantId } from "../access/index.ts";
import type { AuditDraft } from "../audit/index.ts";
import type { BaseContext } from "../context.ts";
import type { ModelSettings } from "../models/index.ts";
import type { IncidentSettings } from "./incident-settings.ts";
import type { PlatformUrlCheck } from "./platforms.ts";

/** Read strongly consistent, and kept by nobody: a change counts for the next call anywhere (LC-46). */
export interface IncidentSettingsStore {
  find(tenantId: TenantId): Promise<IncidentSettings | undefined>;
  /** Over the version before, as saved. Throws `stale_write` on a lost race. */
  save(settings: IncidentSettings, audit: AuditDraft): Promise<IncidentSettings>;
}

/** What reading settings needs. */
export interface SettingsReader extends BaseContext {
  incidentSettings: IncidentSettingsStore;
  sealer: Sealer;
  /** What the operator has configured: the model of tenants that name none. */
  modelSettings: ModelSettings;
}

export interface SettingsContext extends SettingsReader {
  checkPlatformUrl: PlatformUrlCheck;
  /** Between two tries at a row that many write. */
  pause(attempt: number): Promise<void>;
}
