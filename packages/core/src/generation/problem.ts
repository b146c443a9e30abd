/** More positions than this help nobody. */
const namedPositionsLimit = 10;
const namedRequirementsLimit = 40;

/** What is wrong, in a sentence that a model can act on, and in which tickets, by place in the draft. */
export interface Problem {
  sentence: string;
  places: readonly number[];
}

/** What is wrong with the draft, unless it holds. */
export function demand(sentence: string, holds: boolean): Problem[] {
  return holds ? [] : [{ sentence, places: [] }];
}

/** What is wrong with some tickets, named by their place from 1; nothing where there are none. */
export function wrong(sentence: string, places: readonly number[]): Problem[] {
  if (places.length === 0) return [];
  const named = places.slice(0, namedPositionsLimit).map((place) => place + 1);
  return [
    { sentence: `${sentence} Wrong in ticket ${named.join(", ")}${andMore(places.length - named.length)}.`, places },
  ];
}

/** Requirements that a draft does not answer for. */
export function missing(ids: readonly string[]): Problem[] {
  const named = ids.slice(0, namedRequirementsLimit);
  return demand(
    `Every listed requirement must stand in covers of a ticket, or in notCovered with a reason. Missing: ${named.join(", ")}${andMore(ids.length - named.length)}.`,
    ids.length === 0,
  );
}

function andMore(others: number): string {
  return others > 0 ? ` and ${others} more` : "";
}
