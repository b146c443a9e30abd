import type { SpecListItem } from "../document.ts";
import { isExcluded, statesDuty, statesPromise } from "./duty.ts";
import { isBuildOrder, isStory, saysSomething, startsWithId } from "./forms.ts";
import { type Range, trimmed } from "./locate.ts";
import { append, type Found, isLeadIn, type Place, placeBelow } from "./place.ts";
import { readProse } from "./prose.ts";
import { isScenario, scenarioLength } from "./scenarios.ts";

/** The requirements of a list: whole items where the list or the item says that it is one, else their sentences. */
export function readItems(items: readonly SpecListItem[], ordered: boolean, place: Place): Found[] {
  const texts = items.map(({ text }) => text);
  const found: Found[] = [];
  for (let at = 0; at < items.length && place.budget.left > 0; at += 1) {
    place.budget.left -= 1;
    const item = items[at];
    if (!item) break;
    const steps = scenarioLength(texts, at);
    if (steps > 1) {
      const end = items[at + steps - 1]?.end ?? item.end;
      found.push({ kind: "acceptance", section: place.section, start: item.start, end });
      at += steps - 1;
    } else append(found, readItem(item, ordered, place));
  }
  return found;
}

function readItem(item: SpecListItem, ordered: boolean, place: Place): Found[] {
  const nested = item.children.map(({ text }) => text);
  if (isScenario([item.text, ...nested].join(" ")))
    return [{ kind: "acceptance", section: place.section, start: item.start, end: item.end }];

  const leads = item.children.length > 0 && isLeadIn(item.text);
  const kind = kindOfItem(item, ordered, place);
  const below = leads ? placeBelow(item.text, place) : { ...place, stem: null, nested: kind !== null };
  const children = below.role === "silent" ? [] : readItems(item.children, false, below);
  if (leads && children.length > 0) return children;
  const own = ownRange(item, place.spec);
  if (kind === null) return [...readProse(item.text, own, place), ...children];
  // Items that say nothing of their own belong to the one above them.
  const range = children.length > 0 ? own : { start: item.start, end: item.end };
  return [{ kind, section: place.section, ...range }, ...children];
}

/** An item without the items below it. */
function ownRange(item: SpecListItem, spec: string): Range {
  return trimmed(spec, { start: item.start, end: item.children[0]?.start ?? item.end });
}

function kindOfItem(item: SpecListItem, ordered: boolean, place: Place): Found["kind"] | null {
  const { text, checked } = item;
  if (text === "" || isExcluded(text)) return null;
  if (place.stem === "story" || isStory(text)) return "story";
  if (checked !== null) return "checkbox";
  if (place.stem === "duty") return "modal";
  return saysSomething(text) ? kindByPlace(text, ordered, place) : null;
}

function kindByPlace(text: string, ordered: boolean, { role, nested }: Place): Found["kind"] | null {
  if (role === "acceptance") return "acceptance";
  if (startsWithId(text)) return "numbered";
  const asks = statesDuty(text) || statesPromise(text) || isBuildOrder(text);
  if (role === "duties" && (asks || !nested)) return ordered ? "numbered" : "listed";
  // The numbered items of a test are its steps.
  return ordered && asks && role !== "tests" ? "numbered" : null;
}
