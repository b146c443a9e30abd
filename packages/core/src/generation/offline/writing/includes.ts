import {
  asideReason,
  type Lexicon,
  membersOf,
  type Reading,
  type Statement,
  sectionName,
  type WorkItem,
} from "../finding/index.ts";
import { sameText, topicsOf, withoutConnectors } from "../grammar/index.ts";
import { askedOf } from "./asked.ts";
import { cutSentence, isOpenEnded, sentence, storySentence, tidy } from "./prose.ts";

const bulletLimit = 320;

/**
 * What a ticket holds beside its own matter, a line each: work that was folded in, with what the spec demands of it,
 * and demands of other sections. Nothing that `said` already has.
 */
export function includesOf(
  item: WorkItem,
  { lexicon }: Reading,
  { said, criteria }: { said: readonly string[]; criteria: readonly string[] },
): string[] {
  const known = new Set(said.flatMap((text) => [sameText(text), sameText(withoutConnectors(text))]));
  const fresh = ({ text }: Demand): boolean => {
    const key = sameText(text);
    if (key === "" || known.has(key)) return false;
    known.add(key);
    return true;
  };
  const checked = new Set(criteria);
  const open = (piece: WorkItem): Demand[] => demandsOf(piece, checked, lexicon);
  const [own, ...folded] = membersOf(item);
  const lines = own ? open(own).filter(fresh).map(bullet) : [];
  for (const piece of folded) {
    const head = { text: headline(piece, lexicon.english), from: "" };
    const headed = fresh(head);
    const demands = open(piece).filter((demand) => fresh(demand) && !says(head, demand));
    // Under its own headline stands only what its own section says.
    const nested = headed ? demands.filter(({ from }) => from === "") : [];
    if (headed) lines.push(bullet(head), ...nested.map((demand) => `  ${bullet(demand)}`));
    lines.push(...demands.filter((demand) => !nested.includes(demand)).map(bullet));
  }
  return lines;
}

/** A piece of work in one line: its own sentence, or its title where it has none. */
function headline(piece: WorkItem, english: boolean): string {
  if (piece.role !== null) return storySentence(piece, english);
  const text = piece.lead ? withoutConnectors(tidy(piece.lead.text)) : "";
  const isTold = text.split(" ").length > 4 && !isOpenEnded(text);
  return isTold && !(english && piece.lead && asideReason(piece.lead)) ? text : piece.title;
}

interface Demand {
  text: string;
  /** The name of the section that it comes from, where that is another one. */
  from: string;
}

/** "Collect telemetry" says what "We should collect telemetry" says. */
function says(head: Demand, demand: Demand): boolean {
  const told = topicsOf(head.text);
  return [...topicsOf(demand.text)].every((topic) => told.has(topic));
}

/** The requirements of a piece of work in the spec's words, without what it is told by or checked for anyway. */
function demandsOf(piece: WorkItem, checked: ReadonlySet<string>, lexicon: Lexicon): Demand[] {
  const foreign = new Map<Statement, string>(
    piece.guests.flatMap(({ statement, area }) =>
      area === piece.area ? [] : [[statement, ` (“${sectionName(area)}”)`] as const],
    ),
  );
  const texts = piece.requirements.map(({ statement }) => tidy(statement.text));
  const asked = askedOf(piece, lexicon);
  const isChecked = (statement: Statement): boolean => checked.has(asked.get(statement) ?? "");
  return piece.requirements
    .filter(
      (_requirement, at) => !lexicon.english || isDemand(texts[at] ?? "", texts.slice(at + 1, at + mostCompleting)),
    )
    .filter(({ statement }) => statement.text !== piece.lead?.text && !isChecked(statement))
    .map(({ statement }) => ({ text: withoutConnectors(tidy(statement.text)), from: foreign.get(statement) ?? "" }));
}

/** A stem stands right before the items that complete it. */
const mostCompleting = 12;

/** A sentence, and not a question, an address, a heading over others, or words that one of the next completes. */
function isDemand(text: string, next: readonly string[]): boolean {
  if (/[?？]["')]*$/.test(text) || /^https?:\S*$/i.test(text) || text.split(" ").length < 3) return false;
  return !isOpenEnded(text) && !next.some((other) => other.length > text.length && other.startsWith(text));
}

function bullet({ text, from }: Demand): string {
  return `- ${cutSentence(sentence(text), bulletLimit)}${from}`;
}
