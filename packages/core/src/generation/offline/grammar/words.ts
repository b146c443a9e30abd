/** Words that say nothing about a subject: grammar, and what every spec talks about. */
const stopwords = new Set(
  `a about above across after again against all allow allows also although always am an and another any anyone are as at be because
  been before being below best better between both but by can cannot certain could currently deliverable described did different do
  does doing done down during e.g each either else ensure etc even every example few following for from further get given has have
  having he hence her here his how however i i.e if in including instead into is it its itself just keep kep let like made make many
  may maybe means might more most much must my need needed needs new no nor not note now of off on once one only or other our out over
  own part per please possible proposal propose proposed provide rather rfc same section see set several shall she should simple since
  so some still such support supported than that the their them then there these they thing things this those though through to
  together too two under unless until up upon us use used using various very via was way we well were what when where whether which
  while who whole whose why will with within without work would yes yet you your`.split(/\s+/),
);

const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}_./+#-]*[\p{L}\p{N}#+]|[\p{L}\p{N}]/gu;

/** Words in order, as written, without the marks around them. */
export function wordsOf(text: string): string[] {
  return text.replaceAll(/[’']s\b/g, "").match(wordPattern) ?? [];
}

/** What a text is about: its stems without stopwords. Two texts that share none talk of different things. */
export function topicsOf(text: string): Set<string> {
  const topics = new Set<string>();
  for (const word of wordsOf(text)) {
    for (const part of word.toLowerCase().split(/[/_.-]/)) {
      if (part.length > 1 && !stopwords.has(part)) topics.add(stemOf(part));
    }
  }
  return topics;
}

/** A crude stem that is the same for "migrate", "migrates", "migrated" and "migration". */
export function stemOf(word: string): string {
  if (word.length < 5 || !/^[a-z]+$/.test(word)) return word;
  return word
    .replace(/(?:ies|ied)$/, "y")
    .replace(/(?:ations?|ators?|ating|ated|ates)$/, "ate")
    .replace(/(?:ments?|ness|ings?|ions?|ers|er|ed|es|s|ly)$/, "")
    .replace(/(.)\1$/, "$1")
    .replace(/e$/, "");
}

/** How much of the smaller set the two share, 0..1. */
export function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const smaller = Math.min(left.size, right.size);
  return smaller === 0 ? 0 : shared(left, right) / smaller;
}

/** Shared topics over all topics, 0..1. */
export function similarity(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const common = shared(left, right);
  return common === 0 ? 0 : common / (left.size + right.size - common);
}

function shared(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  let count = 0;
  for (const topic of small) if (large.has(topic)) count += 1;
  return count;
}

/** The same for texts that differ only in case, marks and blanks. */
export function sameText(text: string): string {
  return wordsOf(text).join(" ").toLowerCase();
}

export function capitalize(text: string): string {
  const first = [...text][0] ?? "";
  return first.toUpperCase() + text.slice(first.length);
}
