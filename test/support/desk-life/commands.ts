import { type ticketCategories, ticketPriorities, ticketStatuses } from "@tessera/core/tickets";
import fc from "fast-check";

const people = ["owner", "admin", "member", "other", "contact"] as const;
export type Person = (typeof people)[number];

/** Positions stand for rows: whichever there are when the command's turn comes. */
export interface Edits {
  status?: (typeof ticketStatuses)[number];
  priority?: (typeof ticketPriorities)[number];
  category?: (typeof ticketCategories)[number];
  team?: number | null;
  assignee?: number | null;
  tags?: number[];
}

export type Command =
  | { kind: "create"; by: Person; edits: Edits }
  | { kind: "patch"; by: Person; ticket: number; edits: Edits }
  | { kind: "post"; by: Person; ticket: number; isNote: boolean }
  | { kind: "edit"; by: Person; ticket: number; message: number }
  | { kind: "unsay"; by: Person; ticket: number; message: number }
  | { kind: "delete"; by: Person; ticket: number }
  | { kind: "restore"; by: Person; ticket: number }
  | { kind: "convert"; by: Person; ticket: number }
  | { kind: "wait"; minutes: number }
  | { kind: "sweepSla" }
  | { kind: "sweepAutoClose" };

const by = fc.constantFrom(...people);
const ticket = fc.nat(3);
const message = fc.nat(4);
const edits: fc.Arbitrary<Edits> = fc.record(
  {
    status: fc.constantFrom(...ticketStatuses),
    priority: fc.constantFrom(...ticketPriorities),
    category: fc.constantFrom("general" as const, "bug" as const),
    team: fc.option(fc.nat(1), { freq: 2 }),
    assignee: fc.option(fc.nat(1), { freq: 2 }),
    tags: fc.uniqueArray(fc.nat(2), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
/** Mostly one field at a time: what is refused as a whole shows nothing of its parts. */
const oneEdit: fc.Arbitrary<Edits> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ status: fc.constantFrom(...ticketStatuses) }) },
  { weight: 2, arbitrary: fc.record({ priority: fc.constantFrom(...ticketPriorities) }) },
  { weight: 1, arbitrary: fc.record({ team: fc.option(fc.nat(1), { freq: 2 }) }) },
  { weight: 2, arbitrary: edits },
);

const kindOf = <const Kind extends string>(kind: Kind) => fc.constant(kind);

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: kindOf("create"), by, edits }) },
  { weight: 10, arbitrary: fc.record({ kind: kindOf("patch"), by, ticket, edits: oneEdit }) },
  { weight: 8, arbitrary: fc.record({ kind: kindOf("post"), by, ticket, isNote: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("edit", "unsay"), by, ticket, message }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("delete", "restore", "convert"), by, ticket }) },
  { weight: 4, arbitrary: fc.record({ kind: kindOf("wait"), minutes: fc.constantFrom(1, 9, 10, 29, 60, 7 * 1_440) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("sweepSla", "sweepAutoClose") }) },
);
