import { membersOf, type Unplaced, type WorkItem } from "../finding/index.ts";

/** A description that says more than about this is read by nobody, and a model cannot take it up either. */
const mostCharacters = 12_000;
/** A line is cut to this, and has marks of its own. */
const longestLine = 330;

/**
 * Takes out of a ticket what its description has no room for. It keeps the ids and the number of it (`beyond`); the
 * requirements are told as not covered, for their words stand in no ticket.
 */
export function trim(item: WorkItem): Unplaced[] {
  const left: Unplaced[] = [];
  const kept: WorkItem[] = [];
  let room = mostCharacters;
  for (const piece of membersOf(item)) {
    if (piece !== item) room -= lineLength(piece.lead?.text ?? piece.title);
    const fitting = piece.requirements.filter(({ statement }) => {
      if (statement.text !== piece.lead?.text) room -= lineLength(statement.text);
      return room >= 0;
    });
    const over = piece.requirements.slice(fitting.length);
    left.push(...over.map(({ id, statement }) => ({ requirement: id, reason: noRoom(item), statement })));
    item.beyond.push(...over.map(({ statement }) => ({ statement, area: piece.area })));
    piece.requirements = fitting;
    if (piece !== item && (room >= 0 || fitting.length > 0)) kept.push({ ...piece, covers: [] });
  }
  if (room < 0) item.covers = kept;
  return left;
}

function lineLength(text: string): number {
  return Math.min(text.length + 4, longestLine);
}

function noRoom({ title }: WorkItem): string {
  return `The tickets that were asked for have no room for its words: “${title}” only refers to it.`;
}
