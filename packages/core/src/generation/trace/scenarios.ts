const given =
  /^(?:scenario(?: outline)?:|given|angenommen|gegeben sei|étant donné|soit|dad[oa]s?|dat[oa]|gegeven|допустим|дано|假如|假设|前提)(?!\p{L})/iu;
const step =
  /^(?:given|when|then|and|but|angenommen|wenn|dann|und|aber|étant donné|quand|lorsque|alors|et|mais|dad[oa]s?|cuando|entonces|quando|então|dat[oa]|allora|gegeven|als|dan|допустим|дано|когда|тогда|если|то|и|но|假如|假设|当|那么|前提|もし|ならば)(?!\p{L})/iu;
const outcome = /^(?:then|dann|alors|entonces|então|allora|dan|тогда|то|那么|ならば)(?!\p{L})/iu;
const inOne =
  /^(?:given|angenommen|étant donné|dad[oa]s?|dat[oa]|gegeven|допустим|дано|假如|假设)(?!\p{L}).{1,800}?(?<!\p{L})(?:when|wenn|quand|lorsque|cuando|quando|als|когда|当)(?!\p{L}).{1,800}?(?<!\p{L})(?:then|dann|alors|entonces|então|allora|dan|тогда|那么)(?!\p{L})/isu;

/** Whether one text tells a whole scenario: "Given ..., when ..., then ...". */
export function isScenario(text: string): boolean {
  return inOne.test(text.slice(0, 2_000).replace(/^scenario(?: outline)?:[^\n]{0,200}?(?=given)/i, ""));
}

/** Nobody writes a scenario of more steps. */
const mostSteps = 30;

/** How many texts from `at` on tell one scenario, a step each; 0 where none starts there. */
export function scenarioLength(texts: readonly string[], at: number): number {
  if (!given.test(texts[at]?.trimStart().slice(0, 40) ?? "")) return 0;
  let end = at + 1;
  let told = false;
  while (end < Math.min(texts.length, at + mostSteps)) {
    const text = texts[end]?.trimStart().slice(0, 40) ?? "";
    if (!step.test(text) || (told && given.test(text))) break;
    told ||= outcome.test(text);
    end += 1;
  }
  return told ? end - at : 0;
}

const title = /^[ \t]*(?:scenario(?: outline)?|example|szenario|scénario|escenario|cenário|сценарий):/i;

/** The scenarios of a feature file, as ranges of its text: from each title, or its tags, to the next. */
export function scenariosIn(text: string): { start: number; end: number }[] {
  const starts: number[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    if (title.test(line)) starts.push(at);
    at += line.length + 1;
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

/** Whether a code block is a feature file rather than code. */
export function isFeature(language: string | null, text: string): boolean {
  if (language !== null) return /^(?:gherkin|feature|cucumber)$/i.test(language);
  return /^\s*Given\b/m.test(text) && /^\s*Then\b/m.test(text);
}
