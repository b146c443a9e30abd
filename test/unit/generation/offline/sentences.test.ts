import { describe, expect, it } from "vitest";
import { parseClause, sentencesOf, topicsOf } from "../../../../packages/core/src/generation/offline/grammar/index.ts";

describe("TF-52 the grammar of specs", () => {
  it.each([
    ["One. Two.", ["One.", "Two."]],
    ["See e.g. the API. Done.", ["See e.g. the API.", "Done."]],
    ["Version 1.2.3 of `a. b` works. Yes!", ["Version 1.2.3 of `a. b` works.", "Yes!"]],
    ["第一。第二！", ["第一。", "第二！"]],
    ["Use A, B, etc. Then stop.", ["Use A, B, etc.", "Then stop."]],
    ["PayPal vs. Klarna is open. Ask.", ["PayPal vs. Klarna is open.", "Ask."]],
    ["Fixed in v1.2. The next is v1.3.", ["Fixed in v1.2.", "The next is v1.3."]],
    ["Sync Cargo.toml. Then build.", ["Sync Cargo.toml.", "Then build."]],
    ["See https://a.b/c?x=1. Next.", ["See https://a.b/c?x=1.", "Next."]],
    ["The answer is no. See No. 5.", ["The answer is no.", "See No. 5."]],
    ["The U.S. Government pays. Fine.", ["The U.S. Government pays.", "Fine."]],
    ["1. Open it. 2. Close it.", ["1. Open it.", "2. Close it."]],
    ['Ask "Why?" now. Done!', ['Ask "Why?" now.', "Done!"]],
    ["A stray ` mark. Next one.", ["A stray ` mark.", "Next one."]],
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
    ["It must always be signed", { form: "passive", verb: "sign", adverb: "always" }],
    ["Clients do not need to wait", { subject: "Clients", negated: true, modality: "fact", verb: "need" }],
    ["To avoid clashes, the name must be unique", { reason: "to avoid clashes", rest: "unique" }],
    ["It may be able to retry", { modality: "may", verb: "retry" }],
    ["Coupon codes work for guests", { subject: "Coupon codes", verb: "work" }],
    ["Design and implement the page", { form: "imperative", verb: "design" }],
  ])("reads the clause of %j", (sentence, expected) => {
    expect(parseClause(sentence)).toMatchObject(expected);
  });

  it.each(["All data MUST, when written to disk, be signed", "Clients will no longer see it"])(
    "reads no verb where %j has none behind its modal",
    (sentence) => {
      expect(parseClause(sentence)).toBeNull();
    },
  );

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
