import {
  cutAtWord,
  type Lexicon,
  lowerFirst,
  makeWorkItem,
  titleLimit,
  toTitle,
  type WorkItem,
} from "../finding/index.ts";
import { gerund, isPlural, isVerb, sameText, thirdPerson } from "../grammar/index.ts";

import { steps, type Words } from "./lifecycle-steps.ts";

/** The n-th step in the life of an item; null where there is none, or none that its title can be put into. */
export function lifecycleStep(item: WorkItem, index: number, lexicon: Lexicon): WorkItem | null {
  if (!lexicon.english) return plainStep(item, index);
  const step = steps[index];
  const words = wordsFor(item, lexicon);
  if (!step || !words) return null;
  const title = toTitle(step.title(words));
  return derived(item, title, [step.criterion(words)], (step.before ? index - 100 : index + 1) / 1e9);
}

export function lifecycleLength(lexicon: Lexicon): number {
  return lexicon.english ? steps.length : plainSteps.length;
}

/** Understood in most languages; more words of ours would not be. */
const plainSteps = (
  "Test Design Review Demo Monitoring Rollout Feedback Audit Prototype Pilot Backup Logging Training Support Performance " +
  "Rollback Workshop Release Check Log Alarm Budget Marketing Update"
).split(" ");

function plainStep(item: WorkItem, index: number): WorkItem | null {
  const name = plainSteps[index];
  if (!name) return null;
  return derived(item, cutAtWord(`${name}: ${item.title}`, titleLimit), [`✓ ${item.title}`], (index + 1) / 1e9);
}

export function derived(item: WorkItem, title: string, criteria: string[], offset: number): WorkItem {
  const { area, statements, milestone, start, end } = item;
  const order = item.order + offset;
  const why = item.title;
  return makeWorkItem({
    title,
    origin: "derived",
    area,
    order,
    statements,
    criteria,
    milestone,
    why,
    value: 1,
    start,
    end,
  });
}

function wordsFor({ title, criteria }: WorkItem, lexicon: Lexicon): Words | null {
  const [first = "", ...rest] = title.split(" ");
  const verb = first.toLowerCase();
  if (!isVerb(verb) || ownLifecycle.test(first)) return null;
  const actor = verb === "let" ? actorOf(rest) : null;
  const tail = rest.join(" ");
  const how = actor ? `how ${actor.subject} ${actor.verb} ${actor.rest}` : `how to ${verb} ${tail}`;
  const said = (criteria.find((text) => text.split(" ").length <= 18) ?? "").replace(/\.$/, "");
  const usable = said !== "" && sameText(said) !== sameText(title) && !/[:;,?]/.test(said);
  const fact = actor
    ? `${actor.subject} can ${actor.base} ${actor.rest}`
    : usable
      ? lowerFirst(said, lexicon)
      : `${gerund(verb)} ${tail} works`;
  const doing = actor ? `the way ${actor.subject} ${actor.verb} ${actor.rest}` : `${gerund(verb)} ${tail}`;
  return { how, fact, doing };
}

/** Titles that are a step already: nobody documents a test of a test. */
const ownLifecycle = /^(?:test|document|verify|validate|write|do|decide|review|measure|reach|monitor)$/i;

/** "users reset their password": who does what in a title that lets somebody do it. */
function actorOf(words: readonly string[]): { subject: string; base: string; verb: string; rest: string } | null {
  const at = words.findIndex((word, index) => index > 0 && isVerb(word) && !/^(?:owner|user|member)s?$/i.test(word));
  const base = words[at];
  if (at < 1 || at > 4 || !base) return null;
  const subject = words.slice(0, at).join(" ");
  return { subject, base, verb: isPlural(subject) ? base : thirdPerson(base), rest: words.slice(at + 1).join(" ") };
}
