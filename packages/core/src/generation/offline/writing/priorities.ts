import { membersOf, type WorkItem } from "../finding/index.ts";

export type Priority = "low" | "medium" | "high" | "critical";

const stated: [RegExp, Priority][] = [
  [/\b(?:critical|blocker|highest|p0|urgent|kritisch)\b/i, "critical"],
  [/\b(?:must(?: have)?|must-haves?|high|p1|essential|required|major|hoch)\b/i, "high"],
  [/\b(?:should(?: have)?|medium|p2|normal|moderate|mittel)\b/i, "medium"],
  [/\b(?:could(?: have)?|nice(?:[ -]to[ -]have)?|won.?t|low|p[34]|optional|minor|may|niedrig)\b/i, "low"],
];

const grave =
  /\b(?:data loss|lose data|loss of data|outage|blocker|breach|vulnerab\w*|compromise[ds]?|irrevocabl\w*|GDPR|HIPAA|PCI)\b/i;
const serious =
  /\b(?:security|secure|secret|authenti\w+|authori[sz]\w+|encrypt\w*|PII|personal data|privacy|attack\w*|production|backwards?[ -]compatib\w*|rollback|DSGVO)\b/i;
const optional = /\b(?:nice to have|optional(?:ly)?|if time (?:permits|allows)|stretch|low priority|would be nice)\b/i;

/**
 * The spec's own word first ("P1", "Must have"). Else: low for what only accompanies the work or is optional, critical
 * for a duty where data or service may be lost, high for a duty and for security, low for what is only allowed, and
 * medium for the rest.
 */
export function priorityOf(item: WorkItem): Priority {
  const own = item.priority === null ? undefined : stated.find(([pattern]) => pattern.test(item.priority ?? ""));
  if (own) return own[1];
  if (item.origin === "derived") return "low";
  const text = `${item.title}. ${item.lead?.text ?? ""} ${item.criteria.join(" ")}`;
  if (optional.test(`${item.title}. ${item.lead?.text ?? ""}`)) return "low";
  const duties = membersOf(item)
    .flatMap((member) => member.statements)
    .filter(
      (statement) => statement.clause?.modality === "must" || (statement.clause === null && statement.strength === 3),
    ).length;
  if (grave.test(text) && duties > 0) return "critical";
  if (duties > 0) return "high";
  if (serious.test(item.title) || item.origin === "security" || grave.test(item.title)) return "high";
  return mayOnly(item) ? "low" : "medium";
}

/** Everything that is said about it is only allowed, nothing is asked for. */
function mayOnly(item: WorkItem): boolean {
  const modal = item.statements.filter((statement) => statement.clause && statement.clause.modality !== "fact");
  return modal.length > 0 && modal.every((statement) => statement.clause?.modality === "may");
}
