import { type Lexicon, requirementCriterion, type Statement, type WorkItem } from "../finding/index.ts";

/** No ticket shows more criteria than a fraction of these: what stands behind them is not looked at. */
const mostAsked = 60;

/** The requirements of a piece of work that can be checked, each with its criterion, in the spec's order. */
export function askedOf({ requirements, lead, role }: WorkItem, lexicon: Lexicon): Map<Statement, string> {
  const asked = new Map<Statement, string>();
  for (const { statement } of requirements.slice(0, mostAsked)) {
    // A story's wish is told in words of its own.
    if (role !== null && statement.text === lead?.text) continue;
    const criterion = requirementCriterion(statement, lexicon);
    if (criterion !== null) asked.set(statement, criterion);
  }
  return asked;
}
