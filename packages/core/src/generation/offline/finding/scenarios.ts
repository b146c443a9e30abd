/** A line with its place in the spec. */
export interface Line {
  text: string;
  start: number;
  end: number;
}

const step = /^(given|when|then|and|but)\b,? (.+)$/i;
const joints = new Map([
  ["when", ", when"],
  ["then", ", then"],
  ["and", " and"],
  ["but", " but"],
]);
const mostSteps = 40;

/** "Given a card, when it is redeemed, then ...": whole as it is, whatever the grammar of its parts. */
export function isScenario(text: string): boolean {
  return /^(?:given|when)\b[\s\S]{3,500}?\bthen\b/i.test(text.slice(0, 600));
}

/** Whether code is a feature file: its steps are criteria. */
export function isFeatureFile(language: string | null, text: string): boolean {
  return /^(?:gherkin|feature|cucumber)$/i.test(language ?? "") || /^\s*(?:feature|scenario)(?: outline)?:/i.test(text);
}

/** Lines with each run of steps put together to one scenario; what is no step stays as it is. */
export function joinSteps<L extends Line>(lines: readonly L[]): L[] {
  const joined: L[] = [];
  let open: L | null = null;
  let steps = 0;
  for (const line of lines) {
    const found = isScenario(line.text) ? null : step.exec(line.text.trim());
    const word = found?.[1]?.toLowerCase() ?? "";
    if (found?.[2] && open && steps < mostSteps && word !== "given") {
      open.text = `${open.text.replace(/[.,;]$/, "")}${joints.get(word)} ${found[2].trim()}`;
      open.end = line.end;
      steps += 1;
    } else {
      open = /^(?:given|when)$/.test(word) ? { ...line, text: line.text.trim() } : null;
      steps = 1;
      joined.push(open ?? line);
    }
  }
  return joined;
}

/** What a scenario ends with: "Given a card, when it is redeemed, then a hint is shown" -> "When it is redeemed, a hint is shown". */
export function outcomeOf(text: string): string {
  const found = /\bwhen ([^,]{3,200}),? then (.{3,200})$/i.exec(isScenario(text) ? text.slice(0, 600) : "");
  return found ? `When ${found[1]}, ${found[2]?.replace(/ and .*$/, "")}` : text;
}
