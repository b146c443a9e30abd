import type { Area } from "./areas.ts";
import { criterionOf } from "./criteria.ts";
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
  return statements.flatMap((statement) => {
    const story = storyOf(statement.text);
    if (!story) return [];
    if (story.want !== "") return [{ story, statement, details: statement.children }];
    return statement.children
      .filter((child) => child.form === "item")
      .map((child) => ({ story: { ...story, ...splitWhy(child.core) }, statement: child, details: child.children }));
  });
}

export function storyItems(area: Area, statements: readonly Statement[], lexicon: Lexicon): WorkItem[] {
  return storiesIn(statements).map(({ story, statement, details }, index) =>
    makeWorkItem({
      title: toTitle(lexicon.english ? storyOrder(story, lexicon) : story.want),
      origin: "story",
      area,
      order: area.order + (index + 1) / 1_000,
      lead: statement,
      statements: [statement, ...details],
      criteria: [
        ...details.filter((detail) => detail.strength > 0).map((detail) => criterionOf(detail, lexicon)),
        ...(lexicon.english ? [storyCriterion(story, lexicon)] : []),
      ],
      why: story.why,
      role: story.role,
      priority: statement.priority,
      value: 5,
      start: statement.start,
      end: statement.end,
    }),
  );
}
