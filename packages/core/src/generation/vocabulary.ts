import { type Priority, priorities, type TicketType, ticketTypes } from "./draft.ts";

/** What models write where they mean one of our words. */
const typeWords = new Map<string, TicketType>([
  ...ticketTypes.map((type) => [type, type] as const),
  ["feature", "story"],
  ["user story", "story"],
  ["new feature", "story"],
  ["enhancement", "story"],
  ["improvement", "story"],
  ["chore", "task"],
  ["documentation", "task"],
  ["test", "task"],
  ["subtask", "task"],
  ["sub task", "task"],
  ["technical task", "task"],
  ["research", "spike"],
  ["investigation", "spike"],
  ["defect", "bug"],
]);

const degreeWords = new Map<string, Priority>([
  ...priorities.map((priority) => [priority, priority] as const),
  ["blocker", "critical"],
  ["urgent", "critical"],
  ["highest", "critical"],
  ["p0", "critical"],
  ["major", "high"],
  ["p1", "high"],
  ["moderate", "medium"],
  ["normal", "medium"],
  ["p2", "medium"],
  ["minor", "low"],
  ["trivial", "low"],
  ["lowest", "low"],
  ["p3", "low"],
  ["p4", "low"],
  ["very high", "critical"],
  ["very low", "low"],
]);

const priorityWords = new Map<string, Priority>([
  ...degreeWords,
  ["must", "high"],
  ["must have", "high"],
  ["should", "medium"],
  ["should have", "medium"],
  ["could", "low"],
  ["could have", "low"],
  ["wont", "low"],
  ["wont have", "low"],
  // The most urgent is the first.
  ["1", "critical"],
  ["2", "high"],
  ["3", "medium"],
  ["4", "low"],
  ["5", "low"],
]);

const nothingWords = new Set(["", "none", "null", "n/a"]);

export function typeFor(word: string): TicketType | undefined {
  return typeWords.get(normalised(word));
}

export function priorityFor(word: string): Priority | undefined {
  return priorityWords.get(normalised(word));
}

/** The severity of a risk has the same four words, but a number of it may count from either end. */
export function severityFor(word: string): Priority | undefined {
  return degreeWords.get(normalised(word));
}

/** True for the words that models write where they mean null. */
export function meansNothing(word: string | null | undefined): word is null | undefined {
  return word === null || word === undefined || nothingWords.has(normalised(word));
}

/** "User_Story " is "user story". Longer than any word of ours cannot match, so it is not looked at. */
function normalised(word: string): string {
  return word
    .slice(0, 40)
    .trim()
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[-_ ]+/g, " ");
}
