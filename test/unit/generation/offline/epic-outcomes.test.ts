import { describe, expect, it } from "vitest";
import { sameText } from "../../../../packages/core/src/generation/offline/grammar/index.ts";
import { draft, epicsOf, fixtures, workOf } from "./drafting.ts";

function section(title: string, items: readonly string[]): string {
  return `## ${title}\n\n${items.map((item) => `- ${item}`).join("\n")}\n`;
}

const storing = [
  "Add a search index for orders",
  "Introduce a retry queue for mails",
  "Store the audit log for a year",
];
const showing = ["Add an order page for buyers", "Add a status page for sellers", "Show the delivery date of orders"];

const tasks = `# Order desk\n\n${section("Storage tasks", storing)}
${section("Page tasks", showing)}`
  .replace("Storage tasks", "Tasks")
  .replace("Page tasks", "Next steps");

describe("TF-52 an epic is done when its outcome is there", () => {
  it.each([...fixtures, ["tasks", tasks] as const])("%s: no epic only counts its tickets", (_name, spec) => {
    const criteria = epicsOf(draft(spec, { maxTicketCount: 30 })).flatMap((epic) => epic.acceptanceCriteria);

    expect(criteria.join("\n")).not.toMatch(/tickets of|left open|sind abgenommen|acceptés|aceptados/i);
  });

  it.each([...fixtures, ["tasks", tasks] as const])(
    "%s: no epic repeats what one of its tickets has",
    (_name, spec) => {
      const answer = draft(spec, { maxTicketCount: 30 });
      const known = new Set(workOf(answer).flatMap((ticket) => ticket.acceptanceCriteria.map(sameText)));

      const again = epicsOf(answer).flatMap((epic) =>
        epic.acceptanceCriteria.filter((text) => known.has(sameText(text))),
      );

      expect(again).toEqual([]);
    },
  );

  it("states what its section demands, where its tickets have no room for it", () => {
    const rules = Array.from({ length: 6 }, (_rule, at) => `The index must keep field ${"abcdef"[at]} of an order.`);
    const spec = `# Search\n\n## Index\n\n### Fields\n\n${rules.join(" ")}\n\n### Speed\n\nThe index must answer within one second.\n\n${section("Tasks", storing)}`;

    const { tickets } = draft(spec, { outputDetail: "compact" });

    const stated = tickets.flatMap(({ type, acceptanceCriteria }) => (type === "epic" ? acceptanceCriteria : []));
    expect(stated.join("\n")).toMatch(/^The index keeps field \w of an order\.$/m);
  });

  it("shows the matter of its tickets together, where the spec says no more", () => {
    const criteria = epicsOf(draft(tasks)).flatMap((epic) => epic.acceptanceCriteria);

    expect(criteria).toContain(
      "One demo on a test system shows an order page for buyers, a status page for sellers and the delivery date of orders working together.",
    );
  });

  it("keeps the earlier milestones when the last one is reached", () => {
    const steps = ["Alpha", "Beta", "GA"].map(
      (step) => `### ${step}\n\n- The ${step} docs are public\n- The ${step} tests pass\n`,
    );
    const spec = `# Pins\n\n## Work\n\n${storing.map((item) => `- [ ] ${item}`).join("\n")}\n\n## Milestones\n\n${steps.join("\n")}`;

    const criteria = epicsOf(draft(spec)).flatMap((epic) => epic.acceptanceCriteria);

    expect(criteria).toContain("The criteria of Alpha and Beta still hold when GA is reached.");
  });
});

describe("TF-52 epics have names of their own", () => {
  it("does not begin several epics with the name of the whole spec", () => {
    const spec = `# Stock sync\n\n${section("Implementation plan", storing)}\n${section("To-dos", showing)}`;

    const names = epicsOf(draft(spec)).map(({ title }) => title);

    expect(names).toHaveLength(2);
    expect(names.filter((name) => /^\w+ stock sync/i.test(name))).toEqual([]);
  });
});
