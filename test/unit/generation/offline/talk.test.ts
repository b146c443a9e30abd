import { describe, expect, it } from "vitest";
import { draft, ticketOn, workOf } from "./drafting.ts";

const spec = `# Rate limits

## Token bucket

The gateway must put a token bucket in front of each key. I'm almost certain that the script must run in one step.
The bucket should survive a restart. This is because restarts must not lift the limit. The gateway must answer 429.

1. The gateway must log each refusal.
   - Advantages:
     - It should be easy to operate
   - Do we need a sample?

## Fallback

The gateway should let requests pass when the store is down. Perhaps it should also raise an alert to somebody.
`;

const answer = draft(spec);
const said = workOf(answer)
  .flatMap(({ description, acceptanceCriteria }) => [
    ...description.split("\n").filter((line) => /^ *- /.test(line)),
    ...acceptanceCriteria,
  ])
  .join("\n");

describe("TF-52 talk is no work", () => {
  it.each([
    ["the author's opinions", /almost certain|perhaps/i],
    ["reasons", /this is because/i],
    ["what speaks for and against", /advantages|easy to operate/i],
    ["questions", /\?$/m],
  ])("holds no %s in its lists", (_what, talk) => {
    expect(said).not.toMatch(talk);
  });

  it("asks about the opinions, and says why they are not covered", () => {
    const asked = answer.openQuestions.map(({ question }) => question).join("\n");

    expect(asked).toContain("Is this settled: “I'm almost certain that the script must run in one step.”?");
    expect(answer.notCovered.map(({ reason }) => reason)).toContain("The author's own opinion, not settled yet.");
  });

  it("covers each demand beside them", () => {
    expect(said).toMatch(/the bucket survives a restart/i);
    expect(said).toMatch(/logs each refusal/i);
  });

  it("leaves stories and orders their first person", () => {
    const own = draft(
      "# Desk\n\n## Tasks\n\n- Prove that I can move tabs\n- Add a log\n\n## Stories\n\nAs a clerk, I want to see my orders, so that I know them.\n",
    );

    expect(ticketOn("move", own)).toBeDefined();
    expect(ticketOn("clerk", own)).toBeDefined();
    expect(own.openQuestions).toEqual([]);
  });

  it("says once what is checked", () => {
    const keys =
      "The keys must be stored offline. The server must rotate each key. Old keys must be deleted. The server must log each deletion. Backups must be encrypted.";
    const own = draft(`# Keys\n\n## Storing keys\n\n${keys}\n\n## Tasks\n\n- Add a log\n- Write the manual\n`);
    const ticket = ticketOn("key", own);

    expect(ticket?.acceptanceCriteria).toContain("Backups are encrypted.");
    expect(ticket?.description).not.toContain("\n- ");
  });
});
