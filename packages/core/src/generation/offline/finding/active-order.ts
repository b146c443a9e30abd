import { baseOfThirdPerson, type Clause, gerund } from "../grammar/index.ts";
import { isPeople, isTheProduct, isVague, smallActor, startsWithGerund } from "./actors.ts";
import { type Lexicon, lowerFirst } from "./lexicon.ts";

/** Verbs that say what the builders do: their subject is the builder, and an order needs none. */
const building = new Set(
  `add adopt allow build change collect configure create decide define deploy deprecate develop document drop enable ensure
  establish expose extend generate guarantee implement improve include incorporate integrate introduce maintain make migrate
  modify move offer permit persist prevent provide publish record refactor remove rename replace restrict rework ship
  store support switch track update upgrade use validate verify write`.split(/\s+/),
);

/** What only can or may be is let be. */
const wish: Partial<Record<Clause["modality"], string>> = { can: "let", may: "let" };

/** "The API refuses empty names" as an order: "make the API refuse empty names"; null where it asks for nothing. */
export function activeOrder(clause: Clause, lexicon: Lexicon): string | null {
  const { subject, verb, rest, modality, negated, adverb } = clause;
  if (verb === "have") return possessionOrder(clause, lexicon);
  if (asksNothing(clause)) return null;
  // "can download a binary": a list of abilities leaves out who has them.
  if (subject === "") return /^(?:can|may)$/.test(modality) ? `support ${gerund(verb)} ${rest}` : `${verb} ${rest}`;
  if (isTheProduct(subject)) return productOrder(clause);
  if (isVague(subject)) return isBuilt(clause) ? `${verb} ${rest}` : null;
  const actor = lowerFirst(subject, lexicon);
  if (negated) return `prevent ${actor} from ${gerund(verb)} ${rest}`;
  if (isPeople(subject)) return peopleOrder(smallActor(actor), clause);
  if (isBuilt(clause) && modality !== "can") return `${verb} ${rest}`;
  return `${wish[modality] ?? "make"} ${actor} ${/\bonly\b/.test(adverb) ? "only " : ""}${verb} ${agreed(rest)}`;
}

/** "The load test depends on the search" says what comes first, and asks for neither. */
export function isDependency({ verb, modality }: Clause): boolean {
  return modality === "fact" && /^(?:depend|wait|rely)$/.test(verb);
}

function asksNothing(clause: Clause): boolean {
  const { subject, verb } = clause;
  if (isDependency(clause)) return true;
  const noDeed = /^(?:need|want|be)$/.test(verb) || /^(?:one|someone)$/i.test(subject);
  return noDeed || startsWithGerund(subject) || subject.length > 80;
}

/** Whether it is the team that does it. "The page should update within a second" has no object: the page does it. */
function isBuilt({ verb, rest, modality, negated }: Clause): boolean {
  const hasObject = !/^(?:within|when|in|on|at|after|if)\b/.test(rest);
  return building.has(verb) && !negated && modality !== "fact" && hasObject;
}

/** "registers for a key and uses it": behind "make" the second verb loses its ending as well. */
function agreed(rest: string): string {
  return rest.replace(
    /(,? (?:and|or)(?: then)?) ([a-z]{3,}s)(?= (?:a|an|the|all|any|each|its|it|that|this|them|to)\b)/,
    (all, joint, verb) => {
      const base = baseOfThirdPerson(verb);
      return base === null ? all : `${joint} ${base}`;
    },
  );
}

/** "The files should have permissions" asks to give them some. */
function possessionOrder({ subject, rest, modality, negated }: Clause, lexicon: Lexicon): string | null {
  const causes = / (?:replaced|appended|added|set|assigned|removed)\b/.test(rest);
  if (causes || negated || modality === "fact" || subject === "" || isVague(subject) || isTheProduct(subject))
    return null;
  return `give ${lowerFirst(subject, lexicon)} ${rest}`;
}

function productOrder({ subject, verb, rest, modality, negated }: Clause): string | null {
  if (modality === "fact" && !building.has(verb)) return null;
  if (/^I$/i.test(subject) && modality !== "will") return null;
  return `${negated ? "do not " : ""}${verb} ${rest}`;
}

/** What people must do is asked of them, what they can or should be able to do is made possible. */
function peopleOrder(actor: string, { modality, verb, rest }: Clause): string {
  return modality === "must" ? `require ${actor} to ${verb} ${rest}` : `let ${actor} ${verb} ${rest}`;
}
