/** Verbs that specs build with. A word outside of this list is never taken for a verb on its looks alone. */
const verbs = new Set(
  `accept access achieve acknowledge acquire act activate adapt add address adhere adjust administer adopt advance advertise advise
  affect aggregate agree aim alert align allocate allow alter analyze announce annotate answer appear append apply approve archive arrange ask
  assemble assert assess assign associate attach attempt audit authenticate authorize automate avoid backfill back balance base batch
  begin benchmark bind block boost bootstrap break bring broadcast browse build bump bundle bypass cache calculate call cancel capture
  carry catch categorize cause centralize certify change charge check choose cite clarify classify clean clear click clone close cluster
  coerce collapse collect combine come communicate compare compile complete comply compose compress compute conceal conduct configure
  confirm conform connect consider consolidate construct consult consume contact contain continue contribute control convert coordinate
  copy correct correlate count cover create customize cut deactivate debug decide declare decommission decouple decrease decrypt dedupe
  deduplicate default defer define degrade delegate delete deliver demonstrate demote deny depend deploy deprecate derive describe
  design detail detect determine develop diagnose differ digest disable disallow discard disclose discover dispatch display distribute
  divide do document download draft draw drive drop dump duplicate earn edit educate eject elevate eliminate embed emit emulate enable
  encode encounter encourage encrypt end enforce engage enhance enqueue enrich enroll ensure enter enumerate erase escalate escape
  establish estimate evaluate exceed exchange exclude execute exempt exercise exist exit expand expect experiment expire explain explore
  export expose express extend extract facilitate fail fall fallback feed fetch fill filter finalize find finish fit fix flag flush
  focus follow forbid force forecast format formalize formulate forward freeze fulfill gain gate gather generate get give go govern grant
  group grow guarantee guard guide handle happen harden hash help hide highlight hit hold honor host identify ignore illustrate
  implement import improve include incorporate increase increment index indicate infer inform inherit initialize initiate inject inline
  insert inspect install instantiate instruct instrument integrate interact intercept interpret introduce invalidate investigate invite
  invoke involve isolate issue iterate join keep kill know label land launch lead learn leave let leverage lift limit link list load
  localize locate lock log look lower mail maintain make manage mandate map mark mask match maximize measure meet mention merge migrate
  minimize mirror mitigate mock model modernize modify monitor mount move multiply name narrow navigate negotiate nest notify obey
  observe obtain occur offer onboard omit open operate optimize orchestrate order organize output overhaul override oversee overwrite
  own pack package paginate pair parallelize parse participate partition pass paste patch pause pay perform permit persist pick pin ping
  pipe place plan play poll populate port post postpone power prefer prefix prepare present preserve press prevent preview print
  prioritize probe proceed process procure produce profile prohibit project promote prompt propagate propose protect prototype prove
  provide provision proxy publish pull purge push put query queue quit quote raise ramp range rank rate reach react read rebuild recalculate
  receive recognize recommend reconcile reconfigure record recover recreate recruit recycle redact redesign redirect redistribute reduce
  refactor refer reference refine reflect refresh refuse regenerate register reject relate relax release reload rely remain remember
  remind remove rename render renew reopen reorder reorganize repair repeat replace replay replicate reply report represent reproduce
  request require reschedule reserve reset resize resolve respect respond restart restore restrict restructure resume retain retire
  retrieve retry return reuse revert review revise revoke rewrite rotate round route run sanitize satisfy save scale scan schedule scope
  score scrape screen script scroll seal search secure see seed segment select send separate serialize serve set settle setup shape share
  shift ship shorten show shrink shut sign signal simplify simulate size skip slow snapshot sort source spawn specify spin split stabilize stage
  standardize start state stay steal stop store stream strengthen strip structure study submit subscribe substitute succeed suggest
  summarize supersede supply support suppress surface suspend swap switch sync synchronize synthesize tag tailor take talk target tear
  tell terminate test tie throttle throw tighten time toggle trace track train transfer transform transition translate transmit transpose
  treat trigger trim trust try tune turn uncover undo unblock unify uninstall unlock unpin unregister unsubscribe update upgrade upload use
  utilize validate vary vendor verify version view visit visualize vote wait walk want warn watch weigh whitelist wire withdraw work wrap
  write zoom dedicate accelerate accommodate accompany accumulate activate amend analyse apportion archive attribute appear behave belong categorise customise
  finalise initialise localise maximise minimise normalise normalize optimise organise prioritise recognise sanitise standardise
  summarise synchronise tokenize tokenise visualise unsubscribe upsert rollback autocomplete autosave cleanup checkout signup login onboard
  rework reword reassess reassign recompute recheck reconnect rehearse remediate remodel repackage reposition reprocess resend sunset
  surface tabulate triage unarchive unassign unmount unpack unset unwrap watermark blur crash emphasize lose outweigh resemble roll
  summon survive toss vanish win wipe`.split(/\s+/),
);

const irregular: Record<string, string> = {
  begun: "begin",
  bound: "bind",
  broken: "break",
  brought: "bring",
  built: "build",
  caught: "catch",
  chosen: "choose",
  come: "come",
  cut: "cut",
  done: "do",
  drawn: "draw",
  driven: "drive",
  fed: "feed",
  found: "find",
  forbidden: "forbid",
  frozen: "freeze",
  given: "give",
  gotten: "get",
  grown: "grow",
  held: "hold",
  hidden: "hide",
  hit: "hit",
  kept: "keep",
  known: "know",
  led: "lead",
  left: "leave",
  let: "let",
  lost: "lose",
  made: "make",
  met: "meet",
  overridden: "override",
  overwritten: "overwrite",
  paid: "pay",
  put: "put",
  read: "read",
  rebuilt: "rebuild",
  reset: "reset",
  rewritten: "rewrite",
  run: "run",
  seen: "see",
  sent: "send",
  set: "set",
  shown: "show",
  shut: "shut",
  spent: "spend",
  split: "split",
  taken: "take",
  taught: "teach",
  thrown: "throw",
  told: "tell",
  torn: "tear",
  understood: "understand",
  undone: "undo",
  withdrawn: "withdraw",
  worn: "wear",
  written: "write",
};

const participles = new Map(Object.entries(irregular).map(([participle, base]) => [base, participle]));

export function isVerb(word: string): boolean {
  return verbs.has(word.toLowerCase());
}

/** "auto-elevate" is a verb by its last part. */
export function lastPart(word: string): string {
  return word.slice(word.lastIndexOf("-") + 1);
}

/** The base of a participle ("stored", "written"), or null where the word is none. */
export function baseOfParticiple(word: string): string | null {
  const form = word.toLowerCase();
  if (irregular[form] && Object.hasOwn(irregular, form)) return irregular[form] ?? null;
  if (!/^(?:[a-z]+-)?[a-z]{2,}ed$/.test(form)) return null;
  const stem = form.slice(0, -2);
  return known([`${stem}e`, stem, stem.replace(/(.)\1$/, "$1"), stem.replace(/i$/, "y")]);
}

/** The base of a gerund ("tracking"), or null. */
export function baseOfGerund(word: string): string | null {
  const form = word.toLowerCase();
  if (!/^(?:[a-z]+-)?[a-z]{2,}ing$/.test(form)) return null;
  const stem = form.slice(0, -3);
  return known([stem, `${stem}e`, stem.replace(/(.)\1$/, "$1")]);
}

/** The base of a third person ("returns", "matches"), or null. */
export function baseOfThirdPerson(word: string): string | null {
  const form = word.toLowerCase();
  if (!/^(?:[a-z]+-)?[a-z]{2,}s$/.test(form) || /(?:ss|us|is)$/.test(form)) return null;
  return known([form.slice(0, -1), form.replace(/es$/, ""), form.replace(/ies$/, "y")]);
}

/** The first candidate that is a verb. */
function known(candidates: readonly string[]): string | null {
  return candidates.find((candidate) => verbs.has(lastPart(candidate))) ?? null;
}

export function thirdPerson(base: string): string {
  if (base === "have") return "has";
  if (/(?:s|x|z|ch|sh|[^aeiou]o)$/.test(base)) return `${base}es`;
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ies` : `${base}s`;
}

export function gerund(base: string): string {
  if (/ie$/.test(base)) return `${base.slice(0, -2)}ying`;
  if (/[^eoy]e$/.test(base)) return `${base.slice(0, -1)}ing`;
  return doublesLast(base) ? `${base}${base.slice(-1)}ing` : `${base}ing`;
}

export function participle(base: string): string {
  const form = participles.get(base);
  if (form) return form;
  if (base.endsWith("e")) return `${base}d`;
  if (/[^aeiou]y$/.test(base)) return `${base.slice(0, -1)}ied`;
  return doublesLast(base) ? `${base}${base.slice(-1)}ed` : `${base}ed`;
}

/** One short stressed vowel before one consonant doubles it: set, map, submit, but not visit or return. */
function doublesLast(base: string): boolean {
  if (/^(?:commit|submit|permit|refer|defer|prefer|transfer|infer|control|occur|incur|rebut|omit|emit)$/.test(base)) {
    return true;
  }
  return /^[^aeiou]*[aeiou][bdfgklmnprt]$/.test(base) && base.length <= 5;
}
