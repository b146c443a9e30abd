import { describe, expect, it } from "vitest";
import { matchesPattern } from "../../packages/local/src/event-pattern.ts";

const event = {
  source: "tessera",
  "detail-type": "job.completed",
  detail: {
    status: "completed",
    note: "",
    count: 5,
    price: 2.5,
    done: true,
    error: null,
    path: "reports/2026/summary*.png",
    labels: ["alpha", "beta"],
    items: [{ kind: "story", points: 3 }, { kind: "task" }],
    empty: [],
    owner: { name: "Ada" },
  },
};
const detail = (pattern: object) => ({ detail: pattern });

describe("X-34 rules match events as EventBridge does", () => {
  it.each<[string, object, boolean]>([
    ["an empty pattern matches all", {}, true],
    ["an exact text", { source: ["tessera"] }, true],
    ["another text", { source: ["Tessera"] }, false],
    ["one of several", { source: ["other", "tessera"] }, true],
    ["all fields must match", { source: ["tessera"], "detail-type": ["job.failed"] }, false],
    ["a nested field", detail({ owner: { name: ["Ada"] } }), true],
    ["a missing field", detail({ missing: ["x"] }), false],
    ["a missing branch", detail({ missing: { name: ["x"] } }), false],
    ["an inherited name is not a field", detail({ constructor: [{ exists: true }] }), false],
    ["the empty text", detail({ note: [""] }), true],
    ["null", detail({ error: [null] }), true],
    ["null is not absence", detail({ missing: [null] }), false],
    ["a number", detail({ count: [5] }), true],
    ["a number is not its text", detail({ count: ["5"] }), false],
    ["a boolean", detail({ done: [true] }), true],
    ["a member of an array", detail({ labels: ["beta"] }), true],
    ["no member of an array", detail({ labels: ["gamma"] }), false],
    ["a field inside an array of objects", detail({ items: { kind: ["task"] } }), true],
    ["prefix", detail({ status: [{ prefix: "comp" }] }), true],
    ["prefix elsewhere", detail({ status: [{ prefix: "plet" }] }), false],
    ["prefix of a number", detail({ count: [{ prefix: "5" }] }), false],
    ["prefix without case", detail({ status: [{ prefix: { "equals-ignore-case": "COMP" } }] }), true],
    ["suffix", detail({ path: [{ suffix: ".png" }] }), true],
    ["suffix without case", detail({ path: [{ suffix: { "equals-ignore-case": ".PNG" } }] }), true],
    ["equals-ignore-case", detail({ owner: { name: [{ "equals-ignore-case": "aDA" }] } }), true],
    ["anything-but a text", detail({ status: [{ "anything-but": "failed" }] }), true],
    ["anything-but this text", detail({ status: [{ "anything-but": "completed" }] }), false],
    ["anything-but a list", detail({ status: [{ "anything-but": ["failed", "completed"] }] }), false],
    ["anything-but a number", detail({ count: [{ "anything-but": [1, 2] }] }), true],
    ["anything-but a prefix", detail({ status: [{ "anything-but": { prefix: "comp" } }] }), false],
    ["anything-but prefixes", detail({ status: [{ "anything-but": { prefix: ["x", "y"] } }] }), true],
    ["anything-but a suffix", detail({ path: [{ "anything-but": { suffix: ".jpg" } }] }), true],
    [
      "anything-but without case",
      detail({ status: [{ "anything-but": { "equals-ignore-case": "Completed" } }] }),
      false,
    ],
    ["anything-but a wildcard", detail({ path: [{ "anything-but": { wildcard: "*/2026/*" } }] }), false],
    ["anything-but needs the field", detail({ missing: [{ "anything-but": "x" }] }), false],
    ["numeric equals", detail({ count: [{ numeric: ["=", 5] }] }), true],
    ["numeric range", detail({ price: [{ numeric: [">", 0, "<=", 2.5] }] }), true],
    ["numeric out of range", detail({ count: [{ numeric: [">", 0, "<", 5] }] }), false],
    ["numeric of a text", detail({ status: [{ numeric: [">", 0] }] }), false],
    ["exists", detail({ error: [{ exists: true }] }), true],
    ["exists of a missing field", detail({ missing: [{ exists: true }] }), false],
    ["does not exist", detail({ missing: [{ exists: false }] }), true],
    ["does not exist, but does", detail({ status: [{ exists: false }] }), false],
    ["exists looks at leaves", detail({ owner: [{ exists: true }] }), false],
    ["wildcard", detail({ path: [{ wildcard: "reports/*/summary*" }] }), true],
    ["wildcard with an escaped star", detail({ path: [{ wildcard: "*summary\\*.png" }] }), true],
    ["wildcard: a dot is a dot", detail({ path: [{ wildcard: "*summary*Xpng" }] }), false],
    ["wildcard must match all of it", detail({ path: [{ wildcard: "reports/*/summary" }] }), false],
    ["$or: one branch holds", { $or: [{ source: ["other"] }, detail({ count: [{ numeric: [">=", 5] }] })] }, true],
    ["$or: no branch holds", { $or: [{ source: ["other"] }, { source: ["another"] }] }, false],
    ["$or beside a field that fails", { source: ["other"], $or: [{ "detail-type": ["job.completed"] }] }, false],
    ["nested $or", detail({ $or: [{ count: [1] }, { done: [true] }] }), true],
  ])("%s", (_name, pattern, expected) => {
    expect(matchesPattern({ ...pattern }, event)).toBe(expected);
  });

  it("refuses a matcher that EventBridge does not have", () => {
    expect(() => matchesPattern({ source: [{ contains: "x" }] }, event)).toThrow(/Unknown matcher.*contains/);
  });
});
