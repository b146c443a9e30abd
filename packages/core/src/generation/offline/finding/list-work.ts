import { parseClause } from "../grammar/index.ts";
import { isDependency } from "./active-order.ts";
import type { Area } from "./areas.ts";
import { criteriaOf } from "./criteria.ts";
import { itemTitle } from "./item-title.ts";
import type { Lexicon } from "./lexicon.ts";
import { milestoneHeading, milestoneIn } from "./milestones.ts";
import { ownWords } from "./own-words.ts";
import type { Statement } from "./statement.ts";
import { isDeferred, isInstruction, isVoid } from "./strength.ts";
import { makeWorkItem, type Origin, type WorkItem } from "./work-item.ts";

/** The items of a checklist or requirement list, each as work. Items under a heading item keep it as their group. */
export function listItems(area: Area, statements: readonly Statement[], origin: Origin, lexicon: Lexicon): WorkItem[] {
  const listed = statements.filter((statement) => statement.form === "item" || statement.form === "row");
  // Prose over a list only introduces it.
  const inherited = area.parent?.kind === area.kind || area.section.title === "";
  const open = withoutDone(
    listed.length > 1 && !inherited ? listed : statements.filter((statement) => statement.form !== "note"),
  );
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
  if (/\?$/.test(core) || (statement.clause && isDependency(statement.clause))) return null;
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

function itemCriteria(statement: Statement, details: readonly Statement[], title: string, lexicon: Lexicon): string[] {
  const text = ownWords(statement.text);
  const clause = lexicon.english && text !== statement.text ? parseClause(text) : statement.clause;
  const own = criteriaOf([{ ...statement, text, clause }], lexicon);
  const below = criteriaOf(details, lexicon);
  // An order repeats its title; a state ("The API is live") is the very thing to check.
  const repeats = clause?.form === "imperative" && (own[0]?.length ?? 0) > title.length * 1.5;
  return repeats && below.length > 0 ? below : [...own, ...below];
}

export function milestoneOf(area: Area): string | null {
  for (let at: Area | null = area; at; at = at.parent) {
    const found = milestoneHeading(at.section.title);
    if (found) return found;
    if (at.parent?.kind === "milestones" && at.kind === "milestones")
      return at.section.title.replace(/[`*:]/g, "").trim();
  }
  return null;
}

/** "Must have" and "Nice to have" over a list say how important its items are. */
function priorityHeading(area: Area): string | null {
  const found = /\b(?:must|should|could|nice|won.?t)(?:[ -]to)?[ -]?haves?\b|^(?:must|should|could|p[0-4])$/i.exec(
    area.section.title,
  );
  return found?.[0] ?? null;
}
