import { cutAtWord, isInstruction, isWording, type Reading, type Statement } from "../finding/index.ts";
import { capitalize, sentencesOf } from "../grammar/index.ts";
import { tidy } from "./prose.ts";

const summaryLimit = 420;

/** One or two sentences of the spec about itself: from its front matter, its summary, or its first words. */
export function summaryOf(reading: Reading): string {
  const own = reading.document.frontMatter.description ?? reading.document.frontMatter.summary;
  if (own && own.length > 30) return finish(own);
  const summary = reading.areas.find(
    (area) =>
      area.kind === "context" &&
      /summary|abstract|tl;?dr|overview|zusammenfassung|résumé|resumen|概要|摘要/i.test(area.section.title) &&
      said(area, reading).length > 0,
  );
  const open = reading.areas.filter(({ kind }) => kind !== "skip" && kind !== "excluded");
  const told =
    summary ??
    open.find((area) => said(area, reading).some(({ form }) => form === "sentence")) ??
    open.find((area) => said(area, reading).length > 0);
  return told
    ? twoSentences(said(told, reading))
    : finish(reading.subject || reading.document.title || "The spec holds no prose.");
}

type AreaOf = Reading["areas"][number];

function said(area: AreaOf, { statements }: Reading): Statement[] {
  const own = (statements.get(area) ?? []).filter(({ text }) => text.split(" ").length > 5 || /[。！？]/.test(text));
  // An item that completes a sentence is one.
  const prose = own.filter(({ form, text, core }) => form === "sentence" || (form === "item" && text !== core));
  return (prose.length > 0 ? prose : own).filter(
    ({ text }) =>
      !isInstruction(text) &&
      !isWording(text) &&
      (text.length > 24 || /[。！？]/.test(text)) &&
      !/^(?:for #?\d+|"for|owner|author|status|note)\b|\b(?:by|to|of|with|for|as|that|following)[.:]?$/i.test(text),
  );
}

/** The first sentence, and the next one that says what will be, where there is one. */
function twoSentences(statements: readonly Statement[]): string {
  const first = statements[0]?.text ?? "";
  const second =
    statements
      .slice(1)
      .find(
        (statement) =>
          statement.strength >= 2 ||
          /\b(?:this (?:spec|proposal|document|kep|pep|rfc|design)|we propose|introduces?)\b/i.test(statement.text),
      ) ?? statements[1];
  return finish([first, second?.text ?? ""].map((text) => (text === "" ? "" : sentenceEnd(tidy(text)))).join(" "));
}

function sentenceEnd(text: string): string {
  return /[.!?。！？]$/.test(text) ? text : `${text}.`;
}

function finish(text: string): string {
  const plain = capitalize(tidy(text));
  if ([...plain].length <= summaryLimit) return plain;
  const first = sentencesOf(plain)[0] ?? plain;
  return [...first].length <= summaryLimit ? first : `${cutAtWord(first, summaryLimit - 1)}…`;
}
