import { describe, expect, it } from "vitest";
import { draft, ticketOn } from "./drafting.ts";

const plan = (items: readonly string[]) =>
  `# Plan\n\n## Tasks\n\n${items.map((item, at) => `${at + 1}. ${item}`).join("\n")}\n`;

const shop = plan([
  "Add the orders table",
  "(Dependent on 1) Add the orders endpoint",
  "Import the supplier catalogue",
  "(Dependent on 3) Add the supplier page",
  "Write the audit log",
  "(Dependent on 2, 4) Search orders and suppliers",
  "Send the weekly report",
  "Export invoices as CSV",
]);

/** Titles that a ticket waits for, by its own title. */
function dependencies(spec: string, maxTicketCount: number): Map<string, string[]> {
  const { tickets } = draft(spec, { includeEpics: false, maxTicketCount });
  const titleOf = new Map(tickets.map(({ ref, title }) => [ref, title]));
  return new Map(tickets.map(({ title, dependsOn }) => [title, dependsOn.map((ref) => titleOf.get(ref) ?? "")]));
}

/** What the plan states, by the words of its items. */
const stated = new Map([
  ["orders endpoint", ["orders table"]],
  ["supplier page", ["supplier catalogue"]],
  ["Search orders", ["orders endpoint", "supplier page"]],
]);

describe("TF-50 folded work makes no dependency between strangers", () => {
  it.each([8, 7, 6, 5, 4, 3, 2])("keeps at %i tickets only what the plan says of their own titles", (most) => {
    for (const [title, before] of dependencies(shop, most)) {
      const allowed = [...stated].find(([words]) => title.includes(words))?.[1] ?? [];
      expect(before.filter((other) => !allowed.some((words) => other.includes(words)))).toEqual([]);
    }
  });

  it("follows every stated dependency while each item has its ticket", () => {
    const found = dependencies(shop, 8);

    expect(found.get("Add the orders endpoint")).toEqual(["Add the orders table"]);
    expect(found.get("Search orders and suppliers")).toEqual(["Add the orders endpoint", "Add the supplier page"]);
  });

  it("tells in the description what waits for what inside of tickets", () => {
    const answer = draft(shop, { includeEpics: false, maxTicketCount: 4 });
    const inside = answer.tickets.find(({ description }) => description.includes("waits for"));

    expect(inside?.description).toMatch(/“[^”]+” waits for “[^”]+”, which is part of “[^”]+”\./);
  });

  it("lists each folded item in a line of its own", () => {
    const answer = draft(shop, { includeEpics: false, maxTicketCount: 3 });
    const lines = answer.tickets.flatMap(({ description }) => description.split("\n"));

    const bullets = lines.filter((line) => line.startsWith("- "));

    expect(bullets).toHaveLength(5);
    expect(bullets.every((line) => /^- \p{Lu}.*\.$/u.test(line))).toBe(true);
  });

  it("makes no circle of three", () => {
    const circle = plan([
      "(Dependent on 3) Add the table",
      "(Dependent on 1) Add the page",
      "(Dependent on 2) Add the log",
    ]);

    expect([...dependencies(circle, 3).values()].flat()).toHaveLength(2);
  });

  it("keeps what is folded out of the title of its host", () => {
    const host = ticketOn("orders table", draft(shop, { includeEpics: false, maxTicketCount: 4 }));

    expect(host?.covers.length).toBeGreaterThan(0);
    expect(host?.title).toBe("Add the orders table");
  });
});
