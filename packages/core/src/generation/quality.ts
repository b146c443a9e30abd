import type { RepairedTicket } from "./repair.ts";
import { comparable } from "./text.ts";

/** Titles that would suit a ticket of any product. */
const genericTitles = new Set([
  ...["title", "ticket title", "untitled", "overview", "introduction", "background", "summary", "requirements"],
  ...["implementation", "implement", "implement feature", "implement the feature", "implement changes", "development"],
  ...["feature", "new feature", "add feature", "build feature", "core functionality", "main functionality"],
  ...["test", "tests", "testing", "write tests", "add tests", "unit tests", "documentation", "write documentation"],
  ...["docs", "setup", "set up", "project setup", "initial setup", "deployment", "deploy", "design", "research"],
  ...["backend", "frontend", "api", "ui", "database", "refactoring", "bug fix", "fix bug", "fix bugs", "improvements"],
  ...["misc", "miscellaneous", "other", "others", "general", "todo", "to do", "tbd", "n a", "none", "placeholder"],
]);

/** "Ticket 3", "Story", "T7": a name and no order. */
const numberedTitle = /^(?:ticket|task|story|epic|bug|spike|item|issue|requirement|[a-z])? ?\d{0,4}$/;

export function genericTitle(title: string): boolean {
  const text = comparable(title.slice(0, 200));
  return title !== "" && (genericTitles.has(text) || numberedTitle.test(text));
}

/** Groups of tickets whose titles are the same but for case and marks, by place. */
export function sameTitles(tickets: readonly RepairedTicket[]): number[][] {
  const places = Map.groupBy(tickets.keys(), (place) => comparable(tickets[place]?.title ?? ""));
  return [...places].filter(([title, sharing]) => title !== "" && sharing.length > 1).map(([, sharing]) => sharing);
}

/** Tickets all of whose criteria stand in one other ticket as well, by place. An epic may repeat those of its tickets. */
export function copiedCriteria(tickets: readonly RepairedTicket[]): number[] {
  const criteria = tickets.map(({ type, acceptanceCriteria }) =>
    type === "epic" ? [] : acceptanceCriteria.map(comparable),
  );
  const holders = new Map<string, Set<number>>();
  for (const [place, texts] of criteria.entries()) {
    for (const text of texts) holders.set(text, (holders.get(text) ?? new Set()).add(place));
  }
  return [...criteria.entries()].flatMap(([place, texts]) => {
    const [first = [], ...rest] = texts.map((text) => [...(holders.get(text) ?? [])]);
    const copied = first.some((other) => other !== place && rest.every((holding) => holding.includes(other)));
    return copied ? [place] : [];
  });
}
