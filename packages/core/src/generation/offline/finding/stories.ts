import { baseOfParticiple, capitalize, isPlural, isVerb, thirdPerson } from "../grammar/index.ts";
import { finished } from "./criteria.ts";
import type { Lexicon } from "./lexicon.ts";
import { lowerFirst } from "./lexicon.ts";

/** "As a <role>, I want <want>, so that <why>." */
export interface UserStory {
  /** With its article, in small letters: "an API consumer". */
  role: string;
  want: string;
  why: string | null;
}

const roleStart =
  /^(?:as|als|en tant qu[e'’]|como) (?:an? |the |the |ein(?:e)? |un(?:e|a)? )?([^,:]{2,80}?)[,:]? (?:i|we|users?|they)(?:['’]d| would)? (?:want|wants?|need|like|would like|wish|can|should be able)(?: to be able)?\b:?/i;

/** "As part of this change, we need to ..." speaks of nobody. */
const notARole =
  /^(?:part|result|consequence|side effect|follow-?up|first|next|last|step|example|workaround|rule|matter|team|company|group|reminder|precaution|fallback|discussed|described|mentioned|noted|shown|stated|agreed|promised|you|we|it|this|that|always|before|above|usual|expected|minimum|such|well|soon|long|far|much)\b/i;

export function storyOf(text: string): UserStory | null {
  const found = roleStart.exec(text.slice(0, 240));
  if (!found?.[1] || notARole.test(found[1])) return null;
  const rest = text.slice(found[0].length).trim();
  const { want: told, why } = splitWhy(rest);
  const want = asTold(told);
  const modal = /(?:can|should be able)(?: to be able)?:?$/i.test(found[0]) || /to be able$/i.test(found[0]);
  return { role: withArticle(found[1], text), want: modal && !want.startsWith("to ") ? `to ${want}` : want, why };
}

const persons: [RegExp, string][] = [
  [/\bI(?: am|['’]m)\b/g, "they are"],
  [/\b(?:I|we)\b/g, "they"],
  [/\b(?:me|us)\b/g, "them"],
  [/\b(?:my|our)\b/g, "their"],
  [/\bmyself\b/g, "themselves"],
];

/** "the balance of my card" is the role's card for whoever builds it. */
function asTold(want: string): string {
  return persons.reduce((text, [first, third]) => text.replace(first, third), want);
}

/** The want and the reason of a story whose role stands elsewhere ("As a grantor, I want:" over a list). */
export function splitWhy(text: string): { want: string; why: string | null } {
  const found = /[,;]? (?:so that|so|in order to|damit|because) (.+)$/i.exec(text);
  if (!found?.[1] || found.index < 6) return { want: text.replace(/[.;,]+$/, ""), why: null };
  return { want: text.slice(0, found.index), why: found[1].replace(/[.;]+$/, "") };
}

function withArticle(role: string, text: string): string {
  if (/^as (?:an?|the) /i.test(text)) return `${/^as (an?|the) /i.exec(text)?.[1]?.toLowerCase()} ${role}`;
  return /^(?:users?|admins?)$/i.test(role) || !role.endsWith("s")
    ? `${/^[aeiou]/i.test(role) ? "an" : "a"} ${role}`
    : role;
}

const infinitiveNouns =
  /\b(?:ability|chance|means|mechanism|option|opportunity|possibility|tool|way|page|place|button|form|command|report|view|list)$/i;

/** The want as an order: what has to be built so that the role has it. */
export function storyOrder(story: UserStory, lexicon: Lexicon): string {
  const want = story.want.replace(/^(?:the ability|to have the ability|to be able) (?:to )?/i, "to ");
  const infinitive = /^to (.+)$/i.exec(want)?.[1];
  if (infinitive) return wishOrder(story.role, infinitive);
  const wish = wishFor(want);
  if (wish) {
    const subject = lowerFirst(wish.subject, lexicon);
    return wish.state === null ? `make ${subject} ${wish.verb}${wish.rest}` : stateOrder(subject, wish.state);
  }
  return isVerb(/^[\p{L}]+/u.exec(want)?.[0] ?? "") ? want : `provide ${lowerFirst(want, lexicon)}`;
}

interface Wish {
  subject: string;
  /** What it has to be; null where it has to do something. */
  state: string | null;
  verb: string;
  rest: string;
}

/** "the site to adopt a framework", "changes to be compatible": a thing, and what is wished of it. */
function wishFor(want: string): Wish | null {
  const state = /^(.{2,80}?) to be (.+)$/i.exec(want);
  if (state?.[1] && state[2] && !infinitiveNouns.test(state[1]))
    return { subject: state[1], state: state[2], verb: "be", rest: "" };
  // "a model to represent orders" is wished for itself.
  const action = /^(.{2,80}?) to ([a-z-]+)( .*)?$/i.exec(want);
  if (!action?.[1] || !action[2] || /^an? /i.test(action[1]) || infinitiveNouns.test(action[1]) || !isVerb(action[2]))
    return null;
  return { subject: action[1], state: null, verb: action[2], rest: action[3] ?? "" };
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
export function storyCriterion(story: UserStory, lexicon: Lexicon): string | null {
  return finished(capitalize(fulfilled(story, lexicon)));
}

function fulfilled({ role, want }: UserStory, lexicon: Lexicon): string {
  const infinitive = /^to (?:be able (?:to )?)?(.+)$/i.exec(want)?.[1];
  if (infinitive) {
    const passive = /^be (.+)$/i.exec(infinitive)?.[1];
    return passive ? `${role} is ${passive}` : `${role} can ${infinitive}`;
  }
  const wish = wishFor(want);
  if (!wish) return `${role} has ${lowerFirst(want, lexicon)}`;
  const plural = isPlural(wish.subject);
  if (wish.state !== null) return `${wish.subject} ${plural ? "are" : "is"} ${wish.state}`;
  return `${wish.subject} ${plural ? wish.verb : thirdPerson(wish.verb)}${wish.rest}`;
}
