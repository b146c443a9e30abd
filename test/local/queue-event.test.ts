import { describe, expect, it } from "vitest";
import { failedMessageIds } from "../../packages/local/src/queue-event.ts";

const batch = ["a", "b", "c"];
const failing = (...ids: unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe("B2 a function's answer, as Lambda reads it", () => {
  it.each<[string, unknown, string[]]>([
    ["nothing", undefined, []],
    ["null", null, []],
    ["an empty object", {}, []],
    ["an empty list", failing(), []],
    ["a null list", { batchItemFailures: null }, []],
    ["a misspelled list, so everything is deleted", { batch_item_failures: [{ itemIdentifier: "a" }] }, []],
    ["some ids", failing("c", "a"), ["a", "c"]],
    ["the same id twice", failing("b", "b"), ["b"]],
    ["an unknown id", failing("a", "zzz"), batch],
    ["an empty id", failing(""), batch],
    ["a null id", failing(null), batch],
    ["a misspelled id", { batchItemFailures: [{ messageId: "a" }] }, batch],
    ["something that is no list", { batchItemFailures: "a" }, batch],
  ])("%s", (_name, response, expected) => {
    expect(failedMessageIds(response, batch)).toEqual(expected);
  });
});
