import { isVerb } from "./verbs.ts";

/** Verbs that specs use as nouns just as often. */
const nounVerbs = new Set(
  `abstract access backup checkout cleanup fallback login retry rollback rollout signup sync account address alert answer audit balance batch block build cache call change charge check
  cluster code contact control copy cost count cover default delegate deploy design detail display document
  download draft end estimate exit export feature feed file filter flag focus form format function group guide
  handle hash help host import index input install issue key label lead limit link list load lock log look map
  mark match measure model monitor mount move name need network notice number offer open order output own package
  page pair part paste patch place plan play point policy poll port post power present press print process profile
  program project prompt proxy purchase query queue range rank rate reason record reference release report request
  refresh reload research reserve reset restart snapshot result return review risk role route run scale scan schedule scope score screen script
  search seed segment sense service set setup shape share sign signal size sort source split stage start state
  step stop storage store stream structure study subject suggest supply support surface switch table tag target
  task test throttle time token track trade transfer trigger type update upgrade upload use user value variable
  vendor version view visit vote walk warning watch work`.split(/\s+/),
);

export function isNounVerb(word: string): boolean {
  return nounVerbs.has(word.toLowerCase());
}

/** Whether a word is hardly ever anything but a verb. */
export function isPlainVerb(word: string): boolean {
  return isVerb(word) && !isNounVerb(word);
}
