import { authorizeMember, type TenantId } from "../access/index.ts";
import { canonicalJson } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { onceAfter } from "../idempotency.ts";
import { createSetting, type SettingFields, updateSetting } from "../tickets/index.ts";
import { checkTrigger } from "./check-trigger.ts";
import type { TriggersContext } from "./ports.ts";
import { type Trigger, triggerKey } from "./trigger.ts";
import { triggerSettings } from "./trigger-settings.ts";

export type TriggerFields = SettingFields<Trigger>;

export interface ImportSummary {
  created: number;
  updated: number;
  unchanged: number;
}

/** PX-66: all of a tenant's triggers, in the order in which they run. */
export async function exportTriggers(context: TriggersContext): Promise<TriggerFields[]> {
  const { tenantId } = authorizeMember(context, "issues.read");

  return (await context.triggers.all(tenantId)).map(fieldsOf);
}

/**
 * PX-66: replaces triggers by their names, and adds those that are not there; others stay. Nothing is written unless
 * everything may be. An import that is broken off is finished by the same import once more.
 */
export async function importTriggers(
  context: TriggersContext,
  triggers: readonly TriggerFields[],
): Promise<ImportSummary> {
  const { tenantId, isManager } = authorizeMember(context, "issues.edit");
  if (!isManager) throw new AppError("forbidden", "Trigger: only Owner and Admin may change it");

  return onceAfter(context, {
    make: () => replaceAll({ ...context, idempotency: null }, tenantId, triggers),
    result: (summary) => JSON.stringify(summary),
    // Written by `result`, by this very release or one that knew the same summary.
    find: async (text) => JSON.parse(text) as ImportSummary,
  });
}

/** The key of the request stands for the whole import, never for one of its rows: so the context has none. */
async function replaceAll(
  context: TriggersContext,
  tenantId: TenantId,
  triggers: readonly TriggerFields[],
): Promise<ImportSummary> {
  await checkAll(context, tenantId, triggers);
  const known = new Map((await context.triggers.all(tenantId)).map((row) => [triggerKey(row.name), row]));
  const summary: ImportSummary = { created: 0, updated: 0, unchanged: 0 };
  for (const fields of triggers) {
    const row = known.get(triggerKey(fields.name));
    if (row && canonicalJson(fieldsOf(row)) === canonicalJson(fields)) {
      summary.unchanged += 1;
    } else if (row) {
      await updateSetting(context, triggerSettings, { id: row.id, changes: fields });
      summary.updated += 1;
    } else {
      await createSetting(context, triggerSettings, fields);
      summary.created += 1;
    }
  }
  return summary;
}

async function checkAll(
  context: TriggersContext,
  tenantId: Parameters<typeof checkTrigger>[1],
  triggers: readonly TriggerFields[],
): Promise<void> {
  const names = new Set<string>();
  for (const [position, fields] of triggers.entries()) {
    const place = `triggers[${position}] (${JSON.stringify(fields.name)})`;
    const key = triggerKey(fields.name);
    if (names.has(key)) throw new AppError("invalid_request", `${place}: another trigger before has this name`);
    names.add(key);
    try {
      await checkTrigger(context, tenantId, fields);
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== "invalid_request") throw cause;
      throw new AppError("invalid_request", `${place}: ${cause.message}`, cause.details, { cause });
    }
  }
}

/** What people write of a trigger. */
function fieldsOf({ name, enabled, event, conditions, actions }: Trigger): TriggerFields {
  return { name, enabled, event, conditions, actions };
}
