import { authorizeIncidents } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { escalateAs } from "./escalate.ts";
import { moveAs } from "./move.ts";
import type { IncidentContext } from "./ports.ts";
import type { IncidentMove } from "./rules.ts";

export interface BatchResult {
  /** Those that were moved, or stood there already; in the order given, each once. */
  ids: string[];
  /** In the order given, too. */
  failed: { id: string; code: string; message: string }[];
}

const parallel = 10;

/** LC-10: each incident on its own, with its own entry; what cannot be done is named and stops nothing. */
export async function moveIncidents(
  context: IncidentContext,
  input: { ids: readonly string[]; move: IncidentMove },
): Promise<BatchResult> {
  const caller = authorizeIncidents(context, "write");
  const { move } = input;
  const ids = [...new Set(input.ids)];
  const failures = new Map<string, BatchResult["failed"][number]>();
  const act = async (id: string): Promise<void> => {
    try {
      if (move === "escalate") await escalateAs(context, caller, { id });
      else await moveAs(context, caller, { id, move });
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.kind === "bug" || cause.kind === "storage") throw cause;
      failures.set(id, { id, code: cause.code, message: cause.message });
    }
  };
  for (let start = 0; start < ids.length; start += parallel) {
    await Promise.all(ids.slice(start, start + parallel).map(act));
  }
  return { ids: ids.filter((id) => !failures.has(id)), failed: ids.flatMap((id) => failures.get(id) ?? []) };
}
