import type { Phrases } from "./phrases.ts";

/** More than these are looked up in the spec. */
const mostNamed = 12;

/** "REQ-1, REQ-4 to REQ-9": ids in the spec's order, those that follow each other as one. */
export function referenceList(references: readonly string[], { upTo }: Phrases): string {
  const runs: { first: string; last: string; length: number }[] = [];
  for (const reference of new Set(references)) {
    const run = runs.at(-1);
    if (run && follows(run.last, reference)) {
      run.last = reference;
      run.length += 1;
    } else {
      runs.push({ first: reference, last: reference, length: 1 });
    }
  }
  const named = runs.map(({ first, last, length }) => (length === 1 ? first : upTo(first, last)));
  return named.length > mostNamed ? `${named.slice(0, mostNamed).join(", ")}, …` : named.join(", ");
}

function follows(before: string, after: string): boolean {
  const [left, right] = [before, after].map((reference) => /^(.*?)(\d{1,9})$/.exec(reference));
  return left?.[1] === right?.[1] && Number(right?.[2]) === Number(left?.[2]) + 1;
}
