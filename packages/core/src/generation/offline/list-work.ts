import type { Area } from "./areas.ts";
import { parseClause } from "./clause.ts";
import { criterionOf } from "./criteria.ts";
import { demandOf } from "./imperative.ts";
import type { Lexicon } from "./lexicon.ts";
import { milestoneHeading, milestoneIn } from "./milestones.ts";
import type { Statement } from "./statement.ts";
import { isDeferred, isInstruction, isVoid } from "./strength.ts";
import { toTitle } from "./title-text.ts";
import { statementTitle } from "./titles.ts";
import { topicsOf } from "./words.ts";
import { baseOfGerund } from "./verbs.ts";
import { makeWorkItem, type Origin, type WorkItem } from "./work-item.ts";

/** The items of a checklist or requirement list, each as work. Items under a heading item keep it as their group. */
export function listItems(area: Area, statements: readonly Statement[], origin: Origin, lexicon: Lexicon): WorkItem[] {
  const listed = statements.filter((statement) => statement.form === "item" || statement.form === "row");
  // Prose over a list only introduces it.
  const inherited = area.parent?.kind === area.kind || area.section.title === "";
  const open = withoutDone(listed.length > 1 && !inherited ? listed : statements.filter((statement) => statement.form !== "note"));
  const work: WorkItem[] = [];
  const add = (statement: Statement, group: string | null): void => {
    const order = area.order + (work.length + 1) / 10_000;
    const item = itemWork({ area, statement, origin, group, order }, lexicon);
    if (item) work.push(item);
  };
  for (const statement of open) {
    if (isGroup(statement)) for (const child of withoutDone(statement.children)) add(child, groupName(statement));
    else add(statement, null);
  }
  return work;
}

/** "The following requirements are satisfied:" with a list of its own is a heading, not a task. */
function isGroup(statement: Statement): boolean {
  const items = statement.children.filter((child) => child.form === "item");
  if (items.length < 2 || statement.number !== null) return false;
  return /:$/.test(statement.text) || /\bfollowing\b/i.test(statement.text) || statement.text === statement.lead;
}

function groupName(statement: Statement): string {
  return statement.text.replace(/:$/, "");
}

/** Where some boxes are ticked, those are done already. Where all are, the list records what the work was. */
function withoutDone(statements: readonly Statement[]): Statement[] {
  const boxes = statements.filter((statement) => statement.checked !== null);
  const mixed = boxes.some((box) => box.checked) && boxes.some((box) => !box.checked);
  return statements.filter((statement) => !(mixed && statement.checked));
}

interface Seed {
  area: Area;
  statement: Statement;
  origin: Origin;
  group: string | null;
  order: number;
}

function itemWork({ area, statement, origin, group, order }: Seed, lexicon: Lexicon): WorkItem | null {
  const { core } = statement;
  if (isInstruction(core) || isVoid(core) || isDeferred(core) || core.length < 4) return null;
  if (statement.form === "sentence" && statement.strength < 2) return null;
  if (/\?$/.test(core)) return null;
  const title = itemTitle(statement, lexicon);
  if (title === null) return null;
  const details = statement.children.filter((child) => child.strength > 0.4 && !isDeferred(child.text));
  return makeWorkItem({
    title,
    origin,
    area,
    order,
    lead: statement,
    statements: [statement, ...statement.children],
    criteria: itemCriteria(statement, details, title, lexicon),
    number: statement.number,
    milestone: milestoneOf(area) ?? milestoneIn(statement.text),
    priority: statement.priority ?? priorityHeading(area),
    group,
    value: (paperwork.test(title) ? 2 : 3.5) + statement.strength / 2 + (statement.checked === null ? 0 : 1),
    start: statement.start,
    end: statement.end,
  });
}

/** Steps of the process around the work: the least of a list. */
const paperwork = /^(?:create|open|file|finali[sz]e|submit|update)\b.*\b(?:issues?|tickets?|proposal|rfc|spec)\b/i;
const marker = /^\(?(?:dependent on|depends on|blocked by|after|requires|needs) [^):]{1,40}[):]+\s*:?\s*/i;
const identifier = /^(?:[A-Z]{1,5}-?\d+(?:\.\d+)*|\d+(?:\.\d+)+)[:.)]?\s+/;

/** The item as a title: as an order, or its bold words, or as it stands where it names something at least. */
export function itemTitle(statement: Statement, lexicon: Lexicon): string | null {
  const core = statement.core.replace(marker, "").replace(identifier, "").replace(/^any other /i, "");
  const plain: Statement = core === statement.core ? statement : { ...statement, core, text: core, clause: null };
  const order = statementTitle(core === statement.core ? statement : { ...plain, text: `${core} ` }, lexicon);
  if (order && !(statement.lead !== null && pointsBack(order.text) && topicsOf(statement.lead).size > 1)) return order.text;
  const clause = lexicon.english ? parseClause(core) : null;
  const demand = clause && !pointsBack(core) ? demandOf(clause, lexicon) : null;
  if (demand) return toTitle(demand.text);
  const named = statement.lead && topicsOf(statement.lead).size > 1 ? statement.lead : core;
  const text = toTitle(named);
  if (topicsOf(text).size === 0 || !lexicon.english) return text.length < 3 ? null : text;
  return toTitle(nounTitle(text));
}

/** "Incorporate it into ..." names nothing; the item's bold words do. */
function pointsBack(title: string): boolean {
  return /\b(?:it|them|they|this|these|those)\b/i.test(title.split(" ").slice(0, 3).join(" "));
}

function nounTitle(text: string): string {
  const [first = "", ...rest] = text.split(" ");
  const base = baseOfGerund(first);
  if (base && rest.length > 0 && !/^(?:and|or|of|is|are)$/.test(rest[0] ?? "")) return `${base} ${rest.join(" ")}`;
  const lower = /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  if (/^(?:\w+ ){0,2}(?:tests?|review|audit|training|migration|analysis|rollout)\b/i.test(text)) return `carry out ${lower}`;
  if (text.split(" ").length > 6 && /\b(?:is|are|was|were|has|have|can|will|must|should)\b/.test(text)) return `ensure ${lower}`;
  return `deliver ${lower}`;
}

function itemCriteria(statement: Statement, details: readonly Statement[], title: string, lexicon: Lexicon): string[] {
  const own = criterionOf({ ...statement, text: statement.text.replace(marker, "").replace(identifier, "") }, lexicon);
  const below = details.map((detail) => criterionOf(detail, lexicon));
  // An order repeats its title; a state ("The API is live") is the very thing to check.
  return statement.clause?.form === "imperative" && below.length > 0 && own.length > title.length * 1.5 ? below : [own, ...below];
}

export function milestoneOf(area: Area): string | null {
  for (let at: Area | null = area; at; at = at.parent) {
    const found = milestoneHeading(at.section.title);
    if (found) return found;
    if (at.parent?.kind === "milestones" && at.kind === "milestones") return at.section.title.replace(/[`*:]/g, "").trim();
  }
  return null;
}

/** "Must have" and "Nice to have" over a list say how important its items are. */
function priorityHeading(area: Area): string | null {
  const found = /\b(?:must|should|could|nice|won.?t)(?:[ -]to)?[ -]?haves?\b|^(?:must|should|could|p[0-4])$/i.exec(area.section.title);
  return found?.[0] ?? null;
}
