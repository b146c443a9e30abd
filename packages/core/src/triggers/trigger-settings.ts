import { AppError } from "../errors.ts";
import type { SettingKind } from "../tickets/index.ts";
import { checkTrigger } from "./check-trigger.ts";
import type { TriggersContext } from "./ports.ts";
import { type Trigger, triggerKey } from "./trigger.ts";

/** Every event of a ticket reads all of them. */
const triggerLimit = 200;

/** PX-66: a trigger acts for the whole tenant, so only who manages it may write one. */
export const triggerSettings: SettingKind<Trigger> = {
  name: "trigger",
  title: "Trigger",
  writers: "managers",
  // Whoever serves these rows has them in its context; a kind's methods may ask for more than every context has.
  rows: (context: TriggersContext) => context.triggers,
  check: async (context: TriggersContext, tenantId, fields) => {
    await checkTrigger(context, tenantId, fields);
    const known = await context.triggers.all(tenantId);
    if (known.length >= triggerLimit && !known.some(({ name }) => triggerKey(name) === triggerKey(fields.name))) {
      throw new AppError("conflict", `There are at most ${triggerLimit} triggers`);
    }
  },
};
