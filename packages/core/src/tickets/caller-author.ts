import type { DeskCaller } from "../access/index.ts";
import type { Author } from "./message.ts";

/** Under which name a caller writes: a user as itself, an automation as its client, a customer by its address. */
export function authorOf(caller: DeskCaller): Author {
  if (caller.kind === "contact") return { kind: "contact", id: caller.email };
  return { kind: caller.userId === null ? "client" : "user", id: caller.id };
}

export function isAuthor(caller: DeskCaller, { kind, id }: Author): boolean {
  const own = authorOf(caller);
  return own.kind === kind && own.id === id;
}
