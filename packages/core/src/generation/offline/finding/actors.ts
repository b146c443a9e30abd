import { baseOfGerund } from "../grammar/index.ts";

const people =
  /^(?:(?:all|any|each|every|the|an?|our|most|some|other|new|only)\s+)*(?:[\p{L}-]+\s+){0,2}(?:admin|administrator|agent|analyst|anyone|applicant|approver|author|buyer|caller|client|consumer|contributor|customer|developer|employee|engineer|everyone|guest|maintainer|manager|member|merchant|operator|owner|people|person|player|publisher|reader|reviewer|seller|staff|stakeholder|subscriber|teacher|team|tenant|user|vendor|viewer|visitor|writer)s?(?:\s+(?:of|in|with|on)\s.+)?$/iu;

const vague =
  /^(?:beneath|below|above|in|at|on|within|under|inside|for|of|with|by|from|to|into|after|before|during|and|or|but|as|this|these|those|that|it|they|he|she|there|such|which|each of|some of|both of|either|one of|the (?:former|latter|above|same)|here|what|who)\b/i;

const document =
  /^(?:we|i|you|(?:the|this|our) (?:\w+ )?(?:proposal|pep|kep|rfc|adr|spec|specification|document|design|feature|change|project|team|tool|system|product|solution|service|application|app|plan|deliverable|epic|story|ticket|implementation|infrastructure|community|approach|work)|implementers?|implementations?|developers of this)$/i;

/** Whether a subject points at something that another sentence names. */
export function isVague(subject: string): boolean {
  return vague.test(subject);
}

/** Whether a subject is the team, the spec or the product as a whole: in an order it goes without saying. */
export function isTheProduct(subject: string): boolean {
  return document.test(subject);
}

/** People have small letters, even where the spec likes them large. */
export function smallActor(actor: string): string {
  return /^\p{Lu}\p{Ll}/u.test(actor) ? actor.charAt(0).toLowerCase() + actor.slice(1) : actor;
}

/** "Package Manager" manages packages, but is nobody. */
export function isPeople(subject: string): boolean {
  return people.test(subject) && !/\S \p{Lu}\p{Ll}+$/u.test(subject.replace(/ (?:of|in|with|on) .*$/, ""));
}

/** "Clicking on this entry opens ..." would make an order of the wrong word. */
export function startsWithGerund(subject: string): boolean {
  const [first = "", second = ""] = subject.split(" ");
  const object = /^(?:a|an|the|this|these|on|in|out|up|to|from|with|any|all|`.*)$/i;
  return baseOfGerund(first) !== null && object.test(second);
}
