import { toTitle, type WorkItem } from "../finding/index.ts";
import { derived } from "./lifecycle.ts";

/** What leads to a decision on a matter, and what shows that it was done. */
const steps: readonly [title: (matter: string) => string, criterion: (matter: string) => string][] = [
  [
    (matter) => `interview the people who use ${matter}`,
    (matter) => `Notes of five interviews say what people miss in ${matter}.`,
  ],
  [
    (matter) => `list the problems that ${matter} has to solve`,
    (matter) => `The problems of ${matter} are listed in an order that the team agreed on.`,
  ],
  [
    (matter) => `collect numbers on how ${matter} is used today`,
    (matter) => `The use of ${matter} in the last month is known in numbers.`,
  ],
  [
    (matter) => `compare the alternatives for ${matter} by cost and risk`,
    (matter) => `A table compares the alternatives for ${matter} by effort, cost and risk.`,
  ],
  [
    (matter) => `confirm what stays out of ${matter}`,
    (matter) => `Those who asked for ${matter} have agreed to what stays out of it.`,
  ],
  [(matter) => `name who decides on ${matter}`, (matter) => `One named person decides on ${matter}.`],
  [
    (matter) => `prototype the smallest useful ${matter}`,
    (matter) => `A throw-away prototype of ${matter} answers the riskiest question.`,
  ],
  [
    (matter) => `define how to measure the success of ${matter}`,
    (matter) => `Two numbers and their targets say whether ${matter} is a success.`,
  ],
  [(matter) => `estimate the effort for ${matter}`, (matter) => `The effort for ${matter} is estimated as a range.`],
  [(matter) => `write down the risks of ${matter}`, (matter) => `Each risk of ${matter} has an owner.`],
  [
    (matter) => `present the decision on ${matter}`,
    (matter) => `Those who asked for ${matter} know the decision and its reasons.`,
  ],
];

/** The way to a decision, one step at a time. */
export function* decisionSteps(item: WorkItem): Generator<WorkItem> {
  const matter = item.why ?? item.title;
  for (const [index, [title, criterion]] of steps.entries())
    yield derived(item, toTitle(title(matter)), [criterion(matter)], (index - steps.length) / 1e9);
}
