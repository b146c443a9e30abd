import { systemPrincipal } from "@tessera/core/access";
import {
  type AuditEntry,
  type AuditHead,
  appendEntry,
  canonicalJson,
  draftEntry,
  emptyHead,
  findChainFault,
} from "@tessera/core/audit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

function context(correlationId = "correlation-1") {
  let ids = 0;
  return {
    principal: systemPrincipal("test"),
    correlationId,
    now: () => new Date("2026-03-01T12:00:00.000Z"),
    newId: () => {
      ids += 1;
      return `entry-${ids}`;
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
}

/** A chain of so many entries, and the head that its subject's row holds. */
function makeChain(length: number): { entries: AuditEntry[]; head: AuditHead } {
  const base = context();
  const entries: AuditEntry[] = [];
  let head = emptyHead;
  for (let step = 0; step < length; step += 1) {
    const draft = draftEntry(base, {
      tenantId: "tenant-1",
      subjectType: "job",
      subjectId: "job-1",
      action: "job.stage_changed",
      oldValue: { step: step - 1 },
      newValue: { step, stage: "queued" },
    });
    const link = appendEntry(head, draft);
    entries.push(link.entry);
    head = link.head;
  }
  return { entries, head };
}

/** The entry as it was before it was chained. */
function draftOf(entry: AuditEntry | undefined) {
  if (!entry) throw new Error("no entry");
  const { sequence: _sequence, previousHash: _previousHash, hash: _hash, ...draft } = entry;
  return draft;
}

function swapped(entries: AuditEntry[]): AuditEntry[] {
  const [first, second, third, ...rest] = entries;
  return [first, third, second, ...rest].filter((entry) => entry !== undefined);
}

describe("X-31 an audit entry", () => {
  it("says who changed what, when, and in which connection", () => {
    const draft = draftEntry(context(), {
      tenantId: "tenant-1",
      subjectType: "job",
      subjectId: "job-1",
      action: "job.accepted",
    });

    expect(draft).toEqual({
      id: "entry-1",
      tenantId: "tenant-1",
      subjectType: "job",
      subjectId: "job-1",
      action: "job.accepted",
      actor: "system:test",
      at: "2026-03-01T12:00:00.000Z",
      details: {},
      oldValue: null,
      newValue: null,
      correlationId: "correlation-1",
    });
  });

  it("is numbered and chained when it is appended", () => {
    const { entries, head } = makeChain(3);

    expect(entries.map((entry) => entry.sequence)).toEqual([1, 2, 3]);
    expect(entries.map((entry) => entry.previousHash)).toEqual(["", entries[0]?.hash, entries[1]?.hash]);
    expect(head).toEqual({ sequence: 3, hash: entries[2]?.hash });
  });
});

describe("N1 verifying a chain", () => {
  it.each([0, 1, 2, 500])("finds nothing wrong with %i entries as they were written", (length) => {
    const { entries, head } = makeChain(length);

    expect(findChainFault(entries, head)).toBeNull();
  });

  it("finds nothing wrong when a store hands keys back in another order", () => {
    const { entries, head } = makeChain(3);
    const reordered = entries.map((entry) => JSON.parse(canonicalJson(entry)) as AuditEntry);

    expect(findChainFault(reordered, head)).toBeNull();
  });

  const forged = (entry: AuditEntry, head: AuditHead): AuditEntry => appendEntry(head, draftOf(entry)).entry;
  const attacks: [
    string,
    (chain: ReturnType<typeof makeChain>) => { entries: AuditEntry[]; head: AuditHead },
    RegExp,
  ][] = [
    [
      "an edited value",
      ({ entries, head }) => ({
        entries: entries.map((entry) => (entry.sequence === 2 ? { ...entry, newValue: { step: 9 } } : entry)),
        head,
      }),
      /entry 2 was changed/,
    ],
    [
      "an edited actor",
      ({ entries, head }) => ({ entries: entries.map((entry) => ({ ...entry, actor: "user:me" })), head }),
      /entry 1 was changed/,
    ],
    [
      "an edit with a fitting hash of its own",
      ({ entries, head }) => ({
        entries: entries.map((entry, at) =>
          at === 1
            ? forged({ ...entry, action: "job.completed" }, { sequence: 1, hash: entries[0]?.hash ?? "" })
            : entry,
        ),
        head,
      }),
      /entry 3 does not continue entry 2/,
    ],
    [
      "a missing entry",
      ({ entries, head }) => ({ entries: entries.filter((entry) => entry.sequence !== 2), head }),
      /entry 3 follows entry 1/,
    ],
    ["a missing first entry", ({ entries, head }) => ({ entries: entries.slice(1), head }), /entry 2 follows entry 0/],
    ["swapped entries", ({ entries, head }) => ({ entries: swapped(entries), head }), /entry 3 follows entry 1/],
    [
      "an inserted entry",
      ({ entries, head }) => ({ entries: entries.flatMap((entry, at) => (at === 1 ? [entry, entry] : [entry])), head }),
      /entry 2 follows entry 2/,
    ],
    [
      "an entry of another chain",
      ({ entries, head }) => ({
        entries: entries.map((entry, at) => (at === 1 ? { ...entry, previousHash: "0".repeat(64) } : entry)),
        head,
      }),
      /entry 2 does not continue entry 1/,
    ],
    ["a cut tail", ({ entries, head }) => ({ entries: entries.slice(0, -1), head }), /ends at entry 3.* says 4/],
    ["a chain that is gone", ({ head }) => ({ entries: [], head }), /ends at entry 0.* says 4/],
    [
      "a tail that its subject does not know",
      ({ entries }) => ({ entries, head: { sequence: 3, hash: entries[2]?.hash ?? "" } }),
      /ends at entry 4.* says 3/,
    ],
    [
      "another head of the same length",
      ({ entries, head }) => ({ entries, head: { ...head, hash: "0".repeat(64) } }),
      /ends at entry 4/,
    ],
  ];
  it.each(attacks)("finds %s", (_what, attack, fault) => {
    const { entries, head } = attack(makeChain(4));

    expect(findChainFault(entries, head)).toMatch(fault);
  });

  it("finds a fork: two entries that continue the same one", () => {
    const { entries, head } = makeChain(2);
    const fork = appendEntry({ sequence: 1, hash: entries[0]?.hash ?? "" }, { ...draftOf(entries[1]), id: "fork" });

    expect(findChainFault([...entries, fork.entry], head)).toMatch(/entry 2 follows entry 2/);
    expect(findChainFault([...entries.slice(0, 1), fork.entry], head)).toMatch(/ends at entry 2/);
  });
});

describe("canonical JSON", () => {
  it.each([
    [{ b: 1, a: { d: [2, { f: 3, e: 4 }], c: null } }, '{"a":{"c":null,"d":[2,{"e":4,"f":3}]},"b":1}'],
    [[3, 1, 2], "[3,1,2]"],
    ["text", '"text"'],
    [null, "null"],
    [{ b: undefined, a: true }, '{"a":true}'],
  ])("writes %j with sorted keys and lists as they are", (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it("is the same for the same value, whatever the order of its keys, and parses back to it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());

        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
