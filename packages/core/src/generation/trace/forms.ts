import { longestSentence } from "./duty.ts";

/** "REQ-12: ...", "FR-7 ...", "[R1] ...", "NFR 3.1 - ...": an author's own name for a requirement. */
const knownId =
  /^[[(]?(?:REQ|FR|NFR|US|UC|AC|BR|SR|TR|UR|QR|SRS|PRD|SYS|SEC|Requirement|Anforderung|Exigence|Requisito)(?:[-_][A-Z]{1,8}){0,2}[-_. ]?\d{1,5}(?:\.\d{1,4}){0,3}[a-z]?(?![\p{L}\p{N}])/iu;
const anyId =
  /^[[(]?(?!(?:AES|EC|ES|H|HTTP|ISO|IPV|MD|P|PEP|Q|RFC|RSA|S|SHA|TLS|UTF|V|WIN)[-_ ]?\d)[A-Z]{1,8}(?:-[A-Z]{1,8}){0,2}[-_]?\d{1,5}(?:\.\d{1,4}){0,3}[a-z]?[\])]?(?:\s*[:.)|]|\s+[–—-]\s)/u;
const dotted = /^(?:\d{1,4}\.){1,5}\d{1,4}[.):]?\s+\S/;

/** Whether a text starts with the id of a requirement. */
export function startsWithId(text: string): boolean {
  return knownId.test(text) || anyId.test(text);
}

/** How sure a table's first cell is the id of a requirement: "C1" may also be a constant. */
export function idCell(cell: string): "known" | "likely" | null {
  const text = `${cell.trim().slice(0, 40)}: `;
  if (knownId.test(text)) return "known";
  return anyId.test(text) ? "likely" : null;
}

/** "Story 2": a heading over one user story. */
export function isStoryTitle(title: string): boolean {
  return /^(?:user )?story \d+/i.test(title);
}

/** "1.2.3 The system shall ...". */
export function startsWithNumber(text: string): boolean {
  return dotted.test(text.slice(0, 60));
}

const story =
  /^(?:(?:as|being) (?:an? |the )?[^,.:;]{2,80}?[,:]? (?:i|we|they|users?)(?:['’]d| would)? (?:want|wants?|need|needs?|like|would like|wish|can|should be able|must be able)\b|als [^,.:;]{2,80}?,? (?:möchte|will|wil|kann|kan) (?:ich|ik)\b|en tant qu[e'’][^,.:;]{2,80},? je (?:veux|souhaite|peux|voudrais)\b|como [^,.:;]{2,80},? (?:(?:yo )?quiero|necesito|puedo|(?:eu )?quero|preciso)(?!\p{L})|come [^,.:;]{2,80},? (?:voglio|vorrei|posso)(?!\p{L})|как [^,.:;]{2,80},? я (?:хочу|могу)(?!\p{L})|作为[^，。]{1,40}[，,]?(?:我|我们)(?:想|希望|要|需要|可以)|[^、。]{1,40}として[、,]?.{1,80}(?:たい|ほしい))/iu;
const notARole =
  /^as (?:part|a (?:result|consequence|side effect|workaround|rule|matter|team|company|group|reminder|precaution)|such|well|soon|long|far|discussed|described|mentioned|noted|shown|stated)\b/i;

/** "As a <role>, I want ...", in the languages of the duty words. */
export function isStory(text: string): boolean {
  const start = text.slice(0, 300);
  return story.test(start) && !notARole.test(start);
}

/** "As a grantor, I want:" over a list of what they want. */
export function isStoryStem(text: string): boolean {
  return isStory(text) && /[:\p{L}]$/u.test(text.trim()) && text.length < 200;
}

const buildVerbs = new Set(
  "add adopt alert allow apply archive audit automate backfill block build bundle cache change collect configure connect convert create define delete deploy deprecate design detect disable display document emit enable encrypt enforce ensure establish expose export extend extract finalize fix generate guarantee handle hide implement import improve include integrate introduce launch limit link load localize log make measure merge migrate modify monitor move notify offer persist prevent protect provide publish record reduce refactor register reject remove rename replace report require restrict retry rewrite roll rotate scan schedule secure send set show sign sort split store support switch synchronize sync test throttle track train translate update upgrade validate verify write".split(
    " ",
  ),
);

/** Whether a text orders something to be built: "Add a flag to ...", but not a user's step ("Click ..."). */
export function isBuildOrder(text: string): boolean {
  return buildVerbs.has(/^[a-z]+(?= )/i.exec(text.slice(0, 30))?.[0].toLowerCase() ?? "");
}

const small =
  /^(?:a|an|and|are|as|at|be|by|for|from|in|is|it|its|of|on|or|that|the|this|to|with|der|die|das|und|le|la|les|de|des|el|los|y|et|e|o|het|een|en)$/i;

/** Whether a text says anything at all: two words that mean something, or as much in signs. */
export function saysSomething(text: string): boolean {
  const start = text.slice(0, longestSentence);
  if (/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{4}/u.test(start)) return true;
  const words = start.match(/\p{L}[\p{L}\p{N}'’_-]*/gu) ?? [];
  return words.filter((word) => !small.test(word)).length >= 2;
}
