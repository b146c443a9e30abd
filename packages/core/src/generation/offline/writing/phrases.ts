import type { Lexicon } from "../finding/index.ts";

/** The few words of our own that a ticket needs, in the spec's language. */
export interface Phrases {
  source: (paths: readonly string[]) => string;
  includes: string;
  context: string;
  build: string;
  notes: string;
  outOfScope: string;
  waits: (waiting: string, before: string, inside: string) => string;
  /** The first and the last of ids that follow each other. */
  upTo: (first: string, last: string) => string;
  /** What a ticket stands for without saying it: ids or a number, and their section. */
  beyond: (what: string, section: string) => string;
  /** An epic's tickets, seen in one demo. */
  together: (titles: readonly string[]) => string;
}

const byLanguage: Record<Lexicon["language"], Phrases> = {
  en: {
    source: (paths) => `Source: ${list(paths, "“", "”")} in the spec.`,
    includes: "This ticket includes:",
    context: "Context",
    build: "What to build",
    notes: "Notes",
    outOfScope: "Out of scope:",
    waits: (waiting, before, inside) => `“${waiting}” waits for “${before}”, which is part of “${inside}”.`,
    upTo: (first, last) => `${first} to ${last}`,
    beyond: (what, section) => `- and ${what} of “${section}”, as the spec has them.`,
    together: (titles) => `One demo on a test system shows together: ${list(titles, "“", "”")}.`,
  },
  de: {
    source: (paths) => `Quelle: ${list(paths, "„", "“")} in der Spezifikation.`,
    includes: "Dazu gehört:",
    context: "Hintergrund",
    build: "Umfang",
    notes: "Hinweise",
    outOfScope: "Nicht im Umfang:",
    waits: (waiting, before, inside) => `„${waiting}“ wartet auf „${before}“ aus „${inside}“.`,
    upTo: (first, last) => `${first} bis ${last}`,
    beyond: (what, section) => `- und ${what} aus „${section}“, wie sie in der Spezifikation stehen.`,
    together: (titles) => `Eine Vorführung auf dem Testsystem zeigt im Zusammenspiel: ${list(titles, "„", "“")}.`,
  },
  fr: {
    source: (paths) => `Source : ${list(paths, "« ", " »")} dans la spécification.`,
    includes: "Ce ticket comprend :",
    context: "Contexte",
    build: "À réaliser",
    notes: "Remarques",
    outOfScope: "Hors périmètre :",
    waits: (waiting, before, inside) => `« ${waiting} » attend « ${before} », qui fait partie de « ${inside} ».`,
    upTo: (first, last) => `${first} à ${last}`,
    beyond: (what, section) => `- et ${what} de « ${section} », selon la spécification.`,
    together: (titles) => `Une démonstration sur le système de test montre ensemble : ${list(titles, "« ", " »")}.`,
  },
  es: {
    source: (paths) => `Fuente: ${list(paths, "«", "»")} en la especificación.`,
    includes: "Este ticket incluye:",
    context: "Contexto",
    build: "Alcance",
    notes: "Notas",
    outOfScope: "Fuera de alcance:",
    waits: (waiting, before, inside) => `«${waiting}» espera a «${before}», que forma parte de «${inside}».`,
    upTo: (first, last) => `${first} a ${last}`,
    beyond: (what, section) => `- y ${what} de «${section}», según la especificación.`,
    together: (titles) => `Una demostración en el sistema de pruebas muestra en conjunto: ${list(titles, "«", "»")}.`,
  },
  ja: {
    source: (paths) => `出典：仕様${paths.map((path) => `「${path}」`).join("")}`,
    includes: "このチケットに含まれるもの：",
    context: "背景",
    build: "内容",
    notes: "備考",
    outOfScope: "対象外：",
    waits: (waiting, before, inside) => `「${waiting}」は「${inside}」の「${before}」の後に行う。`,
    upTo: (first, last) => `${first}～${last}`,
    beyond: (what, section) => `- および仕様「${section}」の${what}`,
    together: (titles) =>
      `テスト環境のデモで${titles.map((title) => `「${title}」`).join("")}が連携して動くことを確認済み。`,
  },
  // Of a language that the rules do not know, only signs.
  other: {
    source: (paths) => `→ ${list(paths, "“", "”")}`,
    includes: "+",
    context: "§",
    build: "§§",
    notes: "§§§",
    outOfScope: "✗",
    waits: (waiting, before, inside) => `“${waiting}” ← “${before}” (“${inside}”)`,
    upTo: (first, last) => `${first} – ${last}`,
    beyond: (what, section) => `- + ${what} (“${section}”)`,
    together: (titles) => `✓ ${list(titles, "“", "”")}`,
  },
};

export function phrasesOf({ language }: Lexicon): Phrases {
  return byLanguage[language];
}

function list(paths: readonly string[], open: string, close: string): string {
  return paths.map((path) => `${open}${path}${close}`).join(", ");
}
