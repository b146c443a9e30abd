import { describe, expect, it } from "vitest";
import { parseClause, sentencesOf, topicsOf } from "../../../../packages/core/src/generation/offline/grammar/index.ts";

describe("TF-52 the grammar of specs", () => {
  it.each([
    ["One. Two.", ["One.", "Two."]],
    ["See e.g. the API. Done.", ["See e.g. the API.", "Done."]],
    ["Version 1.2.3 of `a. b` works. Yes!", ["Version 1.2.3 of `a. b` works.", "Yes!"]],
    ["第一。第二！", ["第一。", "第二！"]],
  ])("splits %j", (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences);
  });

  it.each([
    ["Add a field to the job", { form: "imperative", verb: "add", rest: "a field to the job" }],
    ["The key MUST be encrypted at rest.", { form: "passive", subject: "The key", modality: "must", verb: "encrypt" }],
    ["We'll add a flag", { form: "active", subject: "We", modality: "will", verb: "add" }],
    ["The data that is stored must be signed", { form: "passive", subject: "The data that is stored", verb: "sign" }],
    ["The server must not log secrets", { form: "active", negated: true, verb: "log" }],
    ["If it fails, the job will be retried", { form: "passive", verb: "retry", condition: "if it fails" }],
    ["The endpoint returns all orders", { form: "active", modality: "fact", verb: "return" }],
    ["Test data is scripted", { form: "passive", subject: "Test data", verb: "script" }],
    ["The API is live", { form: "state", rest: "live" }],
    ["Users should be able to export data", { form: "active", modality: "can", verb: "export" }],
    ["We need to rotate keys", { form: "active", modality: "must", verb: "rotate" }],
  ])("reads the clause of %j", (sentence, expected) => {
    expect(parseClause(sentence)).toMatchObject(expected);
  });

  it.each(["Number of API keys", "GET /orders", "Search results are cached", "Update of the runbook"])(
    "finds no order in %j",
    (text) => {
      expect(parseClause(text)?.form).not.toBe("imperative");
    },
  );

  it("finds the same topic in the forms of a word", () => {
    const forms = ["migrate", "migrated", "migrates", "migration", "migrating"];

    expect(new Set(forms.flatMap((form) => [...topicsOf(form)]))).toHaveProperty("size", 1);
  });
});
