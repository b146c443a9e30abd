import { shorten, tidyLine } from "../../generation/index.ts";
import { redact } from "./redact.ts";

/** Text of others as one line of ours: no credentials, no control or invisible characters, no more than `limit`. */
export function quote(text: string, limit: number): string {
  return shorten(tidyLine(redact(text).replace(/\p{Cf}/gu, "")), limit);
}

/** "a", "a and b", "a, b and 3 more". */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  const [last = "", ...before] = shown.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(", ")} and ${last}`;
}
