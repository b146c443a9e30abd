import { membersOf, type Reading, type Statement, sectionName, type WorkItem } from "../finding/index.ts";
import { sameText, withoutConnectors } from "../grammar/index.ts";
import { cutSentence, isOpenEnded, sentence, storySentence, tidy } from "./prose.ts";

const bulletLimit = 320;

/**
 * What a ticket holds beside its own matter, a line each: work that was folded in, with what the spec demands of it,
 * and demands of other sections. Nothing that `said` already has.
 */
export function includesOf(item: WorkItem, { lexicon }: Reading, said: readonly string[]): string[] {
  const known = new Set(said.flatMap((text) => [sameText(text), sameText(withoutConnectors(text))]));
  const fresh = ({ text }: Demand): boolean => {
    const key = sameText(text);
    if (key === "" || known.has(key)) return false;
    known.add(key);
    return true;
  };
  const [own, ...folded] = membersOf(item);
  const lines = own ? demandsOf(own).filter(fresh).map(bullet) : [];
  for (const piece of folded) {
    const head = { text: headline(piece, lexicon.english), from: "" };
    const demands = demandsOf(piece).filter(fresh);
    const headed = fresh(head);
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
  const text = piece.lead ? tidy(piece.lead.text) : "";
  return text.split(" ").length > 4 && !isOpenEnded(text) ? text : piece.title;
}

interface Demand {
  text: string;
  /** The name of the section that it comes from, where that is another one. */
  from: string;
}

/** The requirements of a piece of work in the spec's words, without the one that it is told by anyway. */
function demandsOf(piece: WorkItem): Demand[] {
  const foreign = new Map<Statement, string>(
    piece.guests.flatMap(({ statement, area }) =>
      area === piece.area ? [] : [[statement, ` (“${sectionName(area)}”)`] as const],
    ),
  );
  return piece.requirements
    .filter(({ statement }) => statement !== piece.lead && !/^https?:\S*$/i.test(statement.text))
    .map(({ statement }) => ({ text: withoutConnectors(tidy(statement.text)), from: foreign.get(statement) ?? "" }));
}

function bullet({ text, from }: Demand): string {
  return `- ${cutSentence(sentence(text), bulletLimit)}${from}`;
}
