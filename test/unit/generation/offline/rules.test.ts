import { describe, expect, it } from "vitest";
import { criterionOf } from "../../../../packages/core/src/generation/offline/finding/criteria.ts";
import { imperativeOf } from "../../../../packages/core/src/generation/offline/finding/imperative.ts";
import { itemTitle } from "../../../../packages/core/src/generation/offline/finding/item-title.ts";
import { type Lexicon, readLexicon } from "../../../../packages/core/src/generation/offline/finding/lexicon.ts";
import { classify } from "../../../../packages/core/src/generation/offline/finding/section-kinds.ts";
import { makeStatement } from "../../../../packages/core/src/generation/offline/finding/statement.ts";
import {
  storyCriterion,
  storyOf,
  storyOrder,
} from "../../../../packages/core/src/generation/offline/finding/stories.ts";
import { toTitle } from "../../../../packages/core/src/generation/offline/finding/title-text.ts";
import { readSpec } from "../../../../packages/providers/src/documents/read.ts";

const lexicon: Lexicon = readLexicon(readSpec("The site is used by users and is part of the API that we have."));

function statement(text: string) {
  return makeStatement({ text, core: text, form: "item", start: 0, end: text.length }, lexicon);
}

describe("TF-52 titles are orders in the spec's own words", () => {
  it.each([
    ["A separate database will be created to store the pins.", "Create a separate database to store the pins"],
    ["We propose to extend `Secret` with a field.", "Extend `Secret` with a field"],
    ["We'll be adding a v3 resolver", "Add a v3 resolver"],
    ["The site is built and hosted with the chosen tools", "Build and host the site with the chosen tools"],
    ["`cargo add` will warn about old versions", "Make `cargo add` warn about old versions"],
    ["Users can export their data", "Let users export their data"],
    ["Users must confirm their address", "Require users to confirm their address"],
    ["Secrets must not be logged", "Do not log secrets"],
    ["The server must not store card numbers", "Prevent the server from storing card numbers"],
    ["To block a package, use `pin add --blocking`.", "Block a package with `pin add --blocking`"],
    ["The API should be live at the chosen URL", "Make the API live at the chosen URL"],
    ["The files should have strict permissions", "Give the files strict permissions"],
  ])("makes of %j the title %j", (sentence, title) => {
    const order = imperativeOf(sentence, lexicon);

    expect(order && toTitle(order.text)).toBe(title);
  });

  it.each(["This will be done later.", "It is a database.", "Number of keys"])("makes no order of %j", (sentence) => {
    expect(imperativeOf(sentence, lexicon)).toBeNull();
  });

  it.each([
    ["(Dependent on 1, 2): Add a flag", "Add a flag"],
    ["FR-12: The API must refuse empty names", "Make the API refuse empty names"],
    ["The help center has an article about invitations", "Give the help center an article about invitations"],
    ["Delayed jobs", "Deliver delayed jobs"],
    ["self-update of the binary is implement", "Implement self-update of the binary"],
  ])("names the item %j %j", (item, title) => {
    expect(itemTitle(statement(item), lexicon)).toBe(title);
  });

  it("cuts a long title at a word and leaves no open end", () => {
    const title = toTitle(`store ${"the very long name of a thing ".repeat(8)}`);

    expect([...title].length).toBeLessThanOrEqual(120);
    expect(title).not.toMatch(/\b(?:a|of|the)$|[,;:.\s]$/);
  });
});

describe("TF-52 criteria can be checked", () => {
  it.each([
    ["PyPI MUST update the metadata", "PyPI updates the metadata."],
    ["Keys MUST be stored offline", "Keys are stored offline."],
    ["Each endpoint should have two keys", "Each endpoint has two keys."],
    ["Add a `retry` field to the job", "A `retry` field is added to the job."],
    ["Clients must not retry at once", "Clients do not retry at once."],
    ["Given a pin, when I upgrade, then it is skipped", "Given a pin, when I upgrade, then it is skipped."],
    ["Unit tests", "Unit tests are in place."],
    ["If unset, updates must be possible", "If unset, updates are possible."],
    ["The endpoint returns all orders", "The endpoint returns all orders."],
  ])("turns %j into %j", (text, criterion) => {
    expect(criterionOf(statement(text), lexicon)).toBe(criterion);
  });
});

describe("TF-52 user stories", () => {
  it.each([
    [
      "As an admin, I want to be alerted when the API is down, so that I can act.",
      "alert an admin when the API is down",
      "An admin is alerted when the API is down.",
    ],
    ["As a buyer I want to filter orders", "let a buyer filter orders", "A buyer can filter orders."],
    ["As a user, I want the site to be easy to use", "make the site easy to use", "The site is easy to use."],
    ["As a user, I want a list of orders", "provide a list of orders", "A user has a list of orders."],
  ])("reads %j", (text, order, criterion) => {
    const story = storyOf(text);

    expect(story && storyOrder(story, lexicon)).toBe(order);
    expect(story && storyCriterion(story, lexicon)).toBe(criterion);
  });

  it.each(["As part of this change, we need to track pods", "As discussed on Monday, here is what we need"])(
    "finds no role in %j",
    (text) => {
      expect(storyOf(text)).toBeNull();
    },
  );
});

describe("TF-52 sections by purpose", () => {
  it.each([
    ["Non-Goals", "excluded"],
    ["Out of scope", "excluded"],
    ["Nicht-Ziele", "excluded"],
    ["非目标", "excluded"],
    ["Future considerations", "excluded"],
    ["Release Signoff Checklist", "skip"],
    ["Table of Contents", "skip"],
    ["Rationale and alternatives", "skip"],
    ["Production Readiness Review Questionnaire", "skip"],
    ["2. Motivation", "context"],
    ["Goals", "goals"],
    ["Definition of done", "acceptance"],
    ["Akzeptanzkriterien", "acceptance"],
    ["User Stories (Optional)", "stories"],
    ["Risks and Mitigations", "risks"],
    ["Known unknowns", "questions"],
    ["Test Plan", "testing"],
    ["Infrastructure requirements", "requirements"],
    ["Graduation Criteria", "milestones"],
    ["TODOs", "tasks"],
    ["Cargo Resolver", "plain"],
  ])("takes %j for %s", (title, kind) => {
    expect(classify(title, null).kind).toBe(kind);
  });

  it("keeps everything below an excluded heading excluded", () => {
    const parent = classify("Alternatives", null);

    expect(classify("Requirements", parent).kind).toBe("skip");
  });
});
