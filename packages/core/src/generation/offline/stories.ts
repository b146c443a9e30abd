import type { Lexicon } from "./lexicon.ts";
import { lowerFirst } from "./lexicon.ts";
import { baseOfParticiple, isVerb, thirdPerson } from "./verbs.ts";

/** "As a <role>, I want <want>, so that <why>." */
export interface UserStory {
  /** With its article, in small letters: "an API consumer". */
  role: string;
  want: string;
  why: string | null;
}

const roleStart = /^(?:as|als|en tant qu[e'’]|como) (?:an? |the |the |ein(?:e)? |un(?:e|a)? )?(.{2,80}?)[,:]? (?:i|we)(?:['’]d| would)? (?:want|wants?|need|like|would like|wish|can|should be able)(?: to be able)?\b:?/i;

export function storyOf(text: string): UserStory | null {
  const found = roleStart.exec(text.slice(0, 240));
  if (!found?.[1]) return null;
  const rest = text.slice(found[0].length).trim();
  const { want, why } = splitWhy(rest);
  const modal = /(?:can|should be able)(?: to be able)?:?$/i.test(found[0]) || /to be able$/i.test(found[0]);
  return { role: withArticle(found[1], text), want: modal && !want.startsWith("to ") ? `to ${want}` : want, why };
}

/** The want and the reason of a story whose role stands elsewhere ("As a grantor, I want:" over a list). */
export function splitWhy(text: string): { want: string; why: string | null } {
  const found = /[,;]? (?:so that|so|in order to|damit|because) (.+)$/i.exec(text);
  if (!found?.[1] || found.index < 6) return { want: text.replace(/[.;,]+$/, ""), why: null };
  return { want: text.slice(0, found.index), why: found[1].replace(/[.;]+$/, "") };
}

function withArticle(role: string, text: string): string {
  if (/^as (?:an?|the) /i.test(text)) return `${/^as (an?|the) /i.exec(text)?.[1]?.toLowerCase()} ${role}`;
  return /^(?:users?|admins?)$/i.test(role) || !role.endsWith("s") ? `${/^[aeiou]/i.test(role) ? "an" : "a"} ${role}` : role;
}

const infinitiveNouns = /\b(?:ability|chance|means|mechanism|option|opportunity|possibility|tool|way|page|place|button|form|command|report|view|list)$/i;

/** The want as an order: what has to be built so that the role has it. */
export function storyOrder(story: UserStory, lexicon: Lexicon): string {
  const want = story.want.replace(/^(?:the ability|to have the ability|to be able) (?:to )?/i, "to ");
  const infinitive = /^to (.+)$/i.exec(want)?.[1];
  if (infinitive) return wishOrder(story.role, infinitive);
  const wish = /^(.{2,80}?) to (?:be (.+)|(not )?([\p{L}-]+)(.*))$/u.exec(want);
  if (wish?.[1] && !infinitiveNouns.test(wish[1])) {
    const subject = lowerFirst(wish[1], lexicon);
    if (wish[2]) return stateOrder(subject, wish[2]);
    if (isVerb(wish[4] ?? "")) return `make ${subject} ${wish[3] ?? ""}${wish[4]}${wish[5] ?? ""}`;
  }
  return isVerb(/^[\p{L}]+/u.exec(want)?.[0] ?? "") ? want : `provide ${lowerFirst(want, lexicon)}`;
}

/** "to be alerted when ..." is something that is done to the role, everything else the role does. */
function wishOrder(role: string, infinitive: string): string {
  const passive = /^be ([\p{L}-]+)(.*)$/u.exec(infinitive);
  const base = passive?.[1] ? baseOfParticiple(passive[1]) : null;
  if (base) return `${base} ${role}${passive?.[2] ?? ""}`;
  return passive ? `make ${role} ${passive[1]}${passive[2] ?? ""}` : `let ${role} ${infinitive}`;
}

function stateOrder(subject: string, state: string): string {
  if (/^able to /i.test(state)) return `let ${subject} ${state.slice("able to ".length)}`;
  const word = /^[\p{L}-]+/u.exec(state)?.[0] ?? "";
  const base = /ed$/.test(word) && !/^(?:limited|based|related)$/.test(word) ? baseOfParticiple(word) : null;
  if (/^in place\b/i.test(state)) return `put ${subject} ${state}`;
  return base ? `${base} ${subject}${state.slice(word.length)}` : `make ${subject} ${state}`;
}

/** The want as something that can be checked. */
export function storyCriterion(story: UserStory, lexicon: Lexicon): string {
  const infinitive = /^to (?:be able (?:to )?)?(.+)$/i.exec(story.want)?.[1];
  const role = story.role.charAt(0).toUpperCase() + story.role.slice(1);
  if (infinitive) {
    const passive = /^be (.+)$/i.exec(infinitive)?.[1];
    return passive ? `${role} is ${passive}.` : `${role} can ${infinitive}.`;
  }
  const wish = /^(.{2,80}?) to (?:be (.+)|([\p{L}-]+)(.*))$/u.exec(story.want);
  if (wish?.[1] && !infinitiveNouns.test(wish[1])) {
    const subject = wish[1].charAt(0).toUpperCase() + wish[1].slice(1);
    const plural = /[^s]s$/.test(wish[1].split(/ (?:of|for|in|to|made|about) /)[0] ?? "") || / and /.test(wish[1]);
    if (wish[2]) return `${subject} ${plural ? "are" : "is"} ${wish[2]}.`;
    if (isVerb(wish[3] ?? "")) return `${subject} ${plural ? wish[3] : thirdPerson(wish[3] ?? "")}${wish[4] ?? ""}.`;
  }
  return `${role} has ${lowerFirst(story.want, lexicon)}.`;
}
