import { describe, expect, it } from "vitest";
import { classify } from "../../../../packages/core/src/generation/offline/finding/section-kinds.ts";

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
