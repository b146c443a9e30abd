import type { Area } from "./areas.ts";
import { criteriaOf } from "./criteria.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Statement } from "./statement.ts";
import { splitWhy, storyCriterion, storyOf, storyOrder, type UserStory } from "./stories.ts";
import { toTitle } from "./title-text.ts";
import { makeWorkItem, type WorkItem } from "./work-item.ts";

interface FoundStory {
  story: UserStory;
  statement: Statement;
  details: Statement[];
}

/** The stories among statements: each in one sentence, or a role with several wants below it. */
export function storiesIn(statements: readonly Statement[]): FoundStory[] {
  const found = statements.flatMap((statement): FoundStory[] => {
    const story = storyOf(statement.text);
    if (!story) return [];
    if (story.want !== "") return [{ story, statement, details: statement.children }];
    return statement.children
      .filter((child) => child.form === "item")
      .map((child) => ({ story: { ...story, ...splitWhy(child.core) }, statement: child, details: child.children }));
  });
  const [only] = found;
  return only && found.length === 1 ? [{ ...only, details: [...only.details, ...listBelow(statements, only)] }] : found;
}

/** What is listed below the only story of a section belongs to that story. */
function listBelow(statements: readonly Statement[], { statement, details }: FoundStory): Statement[] {
  const at = statements.indexOf(statement);
  const listed = at < 0 ? [] : statements.slice(at + 1).filter(({ form }) => form === "item");
  return listed.filter((item) => !details.includes(item));
}

export function storyItems(area: Area, statements: readonly Statement[], lexicon: Lexicon): WorkItem[] {
  return storiesIn(statements).map((found, index) => {
    const { story, statement, details } = found;
    return makeWorkItem({
      title: toTitle(lexicon.english ? storyOrder(story, lexicon) : story.want),
      origin: "story",
      area,
      order: area.order + (index + 1) / 1_000,
      lead: statement,
      statements: [statement, ...details],
      criteria: [...criteriaOf(details, lexicon), ...wishCriteria(story, lexicon)],
      why: story.why,
      role: story.role,
      priority: statement.priority,
      value: 5,
      start: statement.start,
      end: statement.end,
    });
  });
}

function wishCriteria(story: UserStory, lexicon: Lexicon): string[] {
  const wish = lexicon.english ? storyCriterion(story, lexicon) : null;
  return wish === null ? [] : [wish];
}
