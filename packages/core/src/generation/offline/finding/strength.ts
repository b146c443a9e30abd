import type { Clause, Modality } from "../grammar/index.ts";
import type { Lexicon } from "./lexicon.ts";

const nothing =
  /^(?:none|n\/?a|no|yes|nope|tbd|todo|not applicable|nothing|unknown|same as above|see (?:above|below).{0,60}|no (?:significant |major |known |notable |additional |extra |new )?(?:changes?|impacts?|concerns?|issues?|effects?|risks?|requirements?|migration|upgrade.{0,20}|test.{0,20}).{0,40})[.!]?$/i;
const negligible =
  /\b(?:should|will|would|does|do|did|is|are)(?: not|n't)(?: notably| significantly| really)? (?:be )?(?:impact|affect|chang|require any|need any|introduce any|have any|expected|change)|\bno (?:migration|change|action|impact|upgrade)\b.{0,30}\b(?:required|needed|necessary|expected|anticipated)|should be no\b|there (?:is|are|should be|will be) no(?:t any)?\b|should not be any\b/i;
const later =
  /^later\b|\bbut not (?:now|yet)\b|\b(?:in (?:the|a) future|future (?:work|iteration|release|version|deliverable|scope|possibilit)|later (?:iteration|release|version|deliverable|date)|post-?mvp|out[ -]of[ -]scope|not (?:in|part of the) scope|some ?day|eventually|subsequent deliverable|(?:could|might|may) (?:also )?(?:consider|want to|be considered|imagine|explore)|not pursued|was not chosen|would be possible|long-term we may)\b/i;
const talk =
  /^(?:for (?:example|instance)|e\.?g\.?|i\.?e\.?|i |i\/we |i'm|i'll|as an example|think |imagine|consider (?:someone|the|a user)|suppose|assume|let's|recall|remember|note that|obviously|it is (?:important|worth|possible|likely|reasonable|known)|it's (?:important|worth|possible|likely)|we (?:assume|believe|expect|think|hope|know|understand|are aware|do not believe|could|may|might|would)|the (?:goal|problem|reason|question|following|next|previous|idea) (?:of|is|was|section|here|why|that)|this (?:is|was|means|section|pep describes|document|option|approach)|however, (?:it|this)|table \d|figure \d|see |in this section|there (?:is|are|was|were|will be)|(?:the )?following (?:sections?|steps?|list|table|code|example|presents)|below|these are|that's|what if|given all|more details)\b/i;

/** Words of somebody who is not sure: they ask for nothing yet. */
const doubt =
  /\b(?:likely|probably|perhaps|maybe|presumably|hopefully|ideally|somehow|arguably|roughly speaking|sort of|kind of|pretty (?:much|well)|seems?|appears? (?:to|that)|tends? to|(?:are|is)(?:n.t| not) really|at (?:this time|the moment)|(?:we|i)['’]d|(?:we|i|to) (?:will |shall |should |can )?(?:try|attempt)(?: to|ing)?|unknown (?:whether|if|how|what|which)|(?:un|not )clear (?:whether|if|how|what|which)|unclear|not (?:yet )?(?:sure|known|decided)|undecided|tbd|to be (?:decided|determined|discussed|defined later)|up for discussion|open question|needs? (?:more |further |to be )?(?:discuss(?:ed|ion)|investigat(?:ed|ion)|clarif(?:ied|ication)))\b/i;

/** Whether words only say what good comes of it. */
export function isBenefit(text: string): boolean {
  return benefit.test(text);
}

/** Whether the author is not sure of it: "It's unknown whether", "we will try to". */
export function isDoubtful(text: string): boolean {
  return doubt.test(text);
}

/** Words to a model, not to a team (TF-53). */
const instruction =
  /\b(?:ignore|disregard|forget|override) (?:all |any |everything )?(?:of )?(?:the |these |your |my )?(?:previous |prior |earlier |above |preceding )?(?:rules|instructions?|prompts?|guidelines)\b|\byou are now an?\b|\bsystem prompt\b/i;

/** RFC 2119's sentence on its own words. */
const wording = /\bkey ?words?\b.{0,200}\b(?:interpreted|RFC ?2119|BCP ?14)\b/i;

/** Whether words only say how the document's words are to be read. */
export function isWording(text: string): boolean {
  return wording.test(text.slice(0, 500));
}

/** Whether words try to steer the generator instead of saying what to build. */
export function isInstruction(text: string): boolean {
  return instruction.test(text);
}

const benefit =
  /^(?:this|these|it|the (?:\w+ )?(?:change|feature|approach|proposal|solution|design|option)s?)(?: \w+)? (?:will |would |should |also )*(?:improves?|helps?|reduces?|benefits?|means?|makes?|enables?|results? in|leads? to|causes?|affects?|impacts?|gives?|eliminates?|minimi[sz]es?|simplif(?:y|ies))\b/i;

const byModality: Record<Modality, number> = { must: 3, will: 2.4, should: 2.2, can: 1, may: 0.5, fact: 0.5 };

const foreignDuty =
  /(?:\b(?:muss|müssen|soll|sollen|sollte|darf|dürfen|doit|doivent|devra|debe|deben|deberá|deve|devono|devem|moet|moeten|måste|ska|должен|должна|должны|необходимо)\b|必须|应当|应该|需要|不得|なければならない|すること|べき|해야)/iu;

const pointer = /^https?:\/\/\S+$|\b(?:see|seen|found|available) (?:at|in|on|here)?:? ?https?:/i;
const unfinished = /(?:\b(?:as follows|as|to|like|with|following|below|includes?|of|for|pass|are|is)|:)[.]?$/i;

/** 3 for a MUST, 2 and more for what is to be built, less for what only explains, 0 for what asks for nothing. */
export function strengthOf(text: string, clause: Clause | null, lexicon: Lexicon): number {
  const words = text.trim();
  if (
    words === "" ||
    nothing.test(words.slice(0, 200)) ||
    instruction.test(words) ||
    isWording(words) ||
    pointer.test(words.replace(/\([^()]*\)/g, ""))
  )
    return 0;
  if (!lexicon.english) return foreignDuty.test(words) ? 3 : 1;
  if (negligible.test(words) || later.test(words) || unfinished.test(words) || /\?["')]*$/.test(words)) return 0;
  if (benefit.test(words)) return 0.6;
  if (isDoubtful(words)) return 0.2;
  if (talk.test(words)) return /\b(?:must|shall)\b/i.test(words) ? 1.5 : 0.2;
  return clause ? clauseStrength(words, clause) : wordStrength(words);
}

/** A sentence beyond the grammar's rules: capitals are meant (RFC 2119), small letters may only tell. */
function wordStrength(text: string): number {
  if (/\b(?:MUST|SHALL|SHOULD|REQUIRED)\b/.test(text)) return 2.2;
  return /\b(?:must|shall|should|required to)\b/i.test(text) ? 1.6 : 0.3;
}

function clauseStrength(text: string, { form, modality, subject }: Clause): number {
  if (form === "imperative") return 2.5;
  // "This will be the first time that ..." tells, whatever its tense.
  if (form === "state" && modality === "will" && /^(?:this|that|it|these|those)\b/i.test(subject))
    return byModality.fact;
  return modality === "can" ? ability(text) : byModality[modality];
}

/** "must be able to" is as strong as its "must". */
function ability(text: string): number {
  if (/\b(?:must|shall|needs? to|ha(?:s|ve) to) (?:\w+ )?be able\b/i.test(text)) return byModality.must;
  return /\b(?:should|will) (?:\w+ )?be able\b/i.test(text) ? byModality.should : byModality.can;
}

/** Whether words put something off to another time: then it is no work of this spec. */
export function isDeferred(text: string): boolean {
  return later.test(text);
}

/** Whether words say that there is nothing to do ("None.", "No migration is required."). */
export function isVoid(text: string): boolean {
  return nothing.test(text.trim().slice(0, 200)) || negligible.test(text);
}
