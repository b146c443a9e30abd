import { describe, expect, it } from "vitest";
import { sentencesOf } from "../../../../packages/core/src/generation/offline/grammar/index.ts";
import { draft, fixtures, ticketOn, workOf } from "./drafting.ts";

const details = ["compact", "standard", "detailed"] as const;

const pinning = `# Package pinning

## Motivation

Packages update themselves. Unwanted upgrades of a pinned compiler broke three nightly builds last month.

## Storage

A separate database will be created to store the pins of the compiler. Each pin is recorded with its source. Now the row is stored as:

\`\`\`json
{ "package": "compiler", "pin": "1.2.*" }
\`\`\`

The database must survive an update of the client.

## Upgrades

Pinned packages must be skipped by upgrades, so that unwanted upgrades of a compiler cannot break builds. This is shown:

| name | pin |
|------|-----|
| a    | 1   |

## Listing

Users must be able to list all pins.

## Non-goals

- A database of the compiler pins of other users
`;

describe("TF-49 descriptions by detail", () => {
  it.each([...fixtures, ["pinning", pinning] as const])("%s: compact is exactly one sentence", (_name, spec) => {
    for (const { description } of draft(spec, { outputDetail: "compact" }).tickets) {
      expect(sentencesOf(description)).toHaveLength(1);
      expect(description).not.toContain("\n");
    }
  });

  it.each([...fixtures, ["pinning", pinning] as const])(
    "%s: more detail keeps what less detail says",
    (_name, spec) => {
      const [compact, standard, detailed] = details.map((outputDetail) => workOf(draft(spec, { outputDetail })));

      compact?.forEach(({ description }, at) => {
        const first = description.replace(/…$/, "");
        expect(standard?.[at]?.description).toContain(first);
        expect(detailed?.[at]?.description).toContain(first);
      });
    },
  );

  it("puts what is detailed under headings, with what is ruled out and the source", () => {
    const ticket = ticketOn("database", draft(pinning, { outputDetail: "detailed" }));

    expect(ticket?.description).toMatch(/^What to build\n/m);
    expect(ticket?.description).toMatch(/^Notes\n/m);
    expect(ticket?.description).toContain("Out of scope: A database of the compiler pins of other users.");
    expect(ticket?.description).toContain("Source: “Package pinning › Storage” in the spec.");
  });
});

describe("TF-52 descriptions can be read alone", () => {
  it("shows the code that completes a sentence, or leaves the sentence out", () => {
    const standard = ticketOn("database", draft(pinning));
    const detailed = ticketOn("database", draft(pinning, { outputDetail: "detailed" }));

    expect(standard?.description).not.toMatch(/stored as/);
    expect(detailed?.description).toContain(
      'Now the row is stored as:\n```json\n{ "package": "compiler", "pin": "1.2.*" }\n```',
    );
  });

  it("says why from the motivation that names the same things", () => {
    const ticket = ticketOn("skipped by upgrades", draft(pinning)) ?? ticketOn("upgrades", draft(pinning));

    expect(ticket?.description).toContain(
      "Unwanted upgrades of a pinned compiler broke three nightly builds last month.",
    );
    expect(ticketOn("list all pins", draft(pinning))?.description).not.toContain("nightly builds");
  });

  it.each([...fixtures, ["pinning", pinning] as const])("%s: no open ends, no dumps, no empty lines", (_name, spec) => {
    for (const outputDetail of details) {
      for (const { description } of draft(spec, { outputDetail, maxTicketCount: 4 }).tickets) {
        expect(description).not.toMatch(/\b(?:as|of|the|to|is|are|following)\.(?:\s|$)|:\.|Covers also/);
        expect(description).not.toMatch(/\n\n\n|\n$|^\s/);
      }
    }
  });
});
