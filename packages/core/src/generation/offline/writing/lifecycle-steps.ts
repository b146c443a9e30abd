/** One step in the life of a piece of work. `how` is "to block a package" or "users reset their password". */
export interface Step {
  title: (words: Words) => string;
  criterion: (words: Words) => string;
  /** Where the step stands beside the work itself. */
  before?: boolean;
}

export interface Words {
  /** "blocking a package from upgrades" */
  doing: string;
  /** "how to block a package from upgrades", "how users reset their password" */
  how: string;
  /** "a package is blocked from upgrades" */
  fact: string;
}

/**
 * What every piece of work needs beside itself, the most useful first. Used where a caller asks for more tickets than
 * the spec has demands, or where the spec is a single line (TF-6).
 */
export const steps: readonly Step[] = [
  {
    title: ({ fact }) => `verify that ${fact}`,
    criterion: ({ fact }) => `An automated test fails as soon as it is no longer so that ${fact}.`,
  },
  {
    title: ({ how }) => `decide ${how}`,
    criterion: ({ how }) => `A written decision says ${how}, which cases it leaves out, and what was turned down.`,
    before: true,
  },
  {
    title: ({ how }) => `document ${how}`,
    criterion: ({ how }) => `A reader of the documentation learns ${how} without asking the team.`,
  },
  {
    title: ({ doing }) => `put ${doing} behind a feature flag`,
    criterion: ({ doing }) => `With the flag off, nothing of ${doing} can be noticed.`,
  },
  {
    title: ({ doing }) => `monitor ${doing} in production`,
    criterion: ({ doing }) => `A dashboard shows use and failures of ${doing}, and a failure raises an alert.`,
  },
  {
    title: ({ doing }) => `handle the errors of ${doing}`,
    criterion: ({ doing }) => `Each way in which ${doing} can fail ends in a message that says what to do next.`,
  },
  {
    title: ({ doing }) => `review the security of ${doing}`,
    criterion: ({ doing }) => `A review lists who may misuse ${doing} and how; each finding is fixed or accepted.`,
  },
  {
    title: ({ doing }) => `roll out ${doing} to a first group`,
    criterion: ({ doing }) => `The first group works with ${doing} for a week without a blocking problem.`,
  },
  {
    title: ({ doing }) => `list the edge cases of ${doing}`,
    criterion: ({ doing }) => `Each listed edge case of ${doing} has its expected result written beside it.`,
    before: true,
  },
  {
    title: ({ doing }) => `measure the response time of ${doing}`,
    criterion: ({ doing }) => `The response time of ${doing} is recorded under normal and under peak load.`,
  },
  {
    title: ({ doing }) => `check the accessibility of ${doing}`,
    criterion: ({ doing }) => `A keyboard and a screen reader are enough for ${doing}.`,
  },
  {
    title: ({ doing }) => `record ${doing} in the audit log`,
    criterion: ({ doing }) => `The log tells who caused ${doing}, and when.`,
  },
  {
    title: ({ doing }) => `define who is allowed to trigger ${doing}`,
    criterion: ({ doing }) => `Whoever lacks the permission is refused ${doing} with a clear answer.`,
    before: true,
  },
  {
    title: ({ doing }) => `rehearse the rollback of ${doing}`,
    criterion: ({ doing }) => `A recorded rehearsal takes ${doing} back without loss of data.`,
  },
  {
    title: ({ doing }) => `prepare test data for ${doing}`,
    criterion: ({ doing }) => `The test data covers the usual, the empty and the largest case of ${doing}.`,
    before: true,
  },
  {
    title: ({ doing }) => `demonstrate ${doing} to the people who asked for it`,
    criterion: ({ doing }) => `Who asked for ${doing} has seen it work and has said what is missing.`,
  },
  {
    title: ({ doing }) => `brief the support team on ${doing}`,
    criterion: ({ doing }) => `The support team answers the five likeliest questions on ${doing}.`,
  },
  {
    title: ({ doing }) => `roll out ${doing} to everybody`,
    criterion: ({ doing }) => `Everybody has ${doing}, and the old way is switched off or kept on purpose.`,
  },
  {
    title: ({ doing }) => `collect feedback on ${doing}`,
    criterion: ({ doing }) => `Feedback on ${doing} from at least five people is written down and sorted.`,
  },
  {
    title: ({ doing }) => `load-test ${doing}`,
    criterion: ({ doing }) => `A load test shows at which load ${doing} slows down or fails.`,
  },
  {
    title: ({ doing }) => `check which personal data ${doing} touches`,
    criterion: ({ doing }) => `A list names the personal data in ${doing}, its purpose and how long it is kept.`,
    before: true,
  },
  {
    title: ({ doing }) => `limit how often one client can cause ${doing}`,
    criterion: ({ doing }) => `Above the limit, ${doing} is refused with a hint when to try again.`,
  },
  {
    title: ({ doing }) => `plan what existing data needs before ${doing}`,
    criterion: ({ doing }) =>
      `The plan names the existing data that ${doing} needs changed, or states that there is none.`,
    before: true,
  },
  {
    title: ({ doing }) => `announce ${doing} in the release notes`,
    criterion: ({ doing }) => `The release notes say what ${doing} changes for whom.`,
  },
  {
    title: ({ doing }) => `review the wording of ${doing}`,
    criterion: ({ doing }) => `All texts of ${doing} are reviewed and can be translated.`,
  },
  {
    title: ({ doing }) => `remove the feature flag of ${doing}`,
    criterion: ({ doing }) => `No code asks any more whether ${doing} is switched on.`,
  },
  {
    title: ({ doing }) => `evaluate the use of ${doing} after a month`,
    criterion: ({ doing }) => `A short report compares the use of ${doing} with what was expected.`,
  },
  {
    title: ({ doing }) => `sketch what users see of ${doing}`,
    criterion: ({ doing }) => `A sketch of ${doing} is agreed on with those who asked for it.`,
    before: true,
  },
  {
    title: ({ doing }) => `estimate the running cost of ${doing}`,
    criterion: ({ doing }) => `The cost of ${doing} for a month at the expected load is written down.`,
    before: true,
  },
  {
    title: ({ doing }) => `name the owner of ${doing}`,
    criterion: ({ doing }) => `One named person answers for ${doing} after the release.`,
    before: true,
  },
  {
    title: ({ doing }) => `write the runbook for ${doing}`,
    criterion: ({ doing }) => `Somebody who did not build it can restore ${doing} with the runbook.`,
  },
  {
    title: ({ doing }) => `review the code of ${doing}`,
    criterion: ({ doing }) => `A second person has reviewed the code of ${doing}, and all remarks are settled.`,
  },
  {
    title: ({ doing }) => `automate the deployment of ${doing}`,
    criterion: ({ doing }) => `One command brings ${doing} to a test system and to production.`,
  },
  {
    title: ({ doing }) => `validate the input of ${doing}`,
    criterion: ({ doing }) => `Empty, oversized and malformed input to ${doing} is refused with a clear message.`,
  },
  {
    title: ({ doing }) => `try out ${doing} with five users`,
    criterion: ({ doing }) => `Five users have tried ${doing}; what stopped them is a ticket each.`,
  },
  {
    title: ({ doing }) => `check ${doing} on all supported platforms`,
    criterion: ({ doing }) => `A table shows the result of ${doing} for each supported platform.`,
  },
  {
    title: ({ doing }) => `define how to measure the success of ${doing}`,
    criterion: ({ doing }) => `Two numbers and their targets say whether ${doing} is a success.`,
    before: true,
  },
  {
    title: ({ doing }) => `compare two ways of ${doing}`,
    criterion: ({ doing }) => `Both ways of ${doing} are compared by effort, risk and cost, and one is chosen.`,
    before: true,
  },
  {
    title: ({ doing }) => `prototype ${doing}`,
    criterion: ({ doing }) => `A throw-away prototype of ${doing} answers the riskiest question.`,
    before: true,
  },
  {
    title: ({ doing }) => `describe the data that ${doing} reads and writes`,
    criterion: ({ doing }) => `Each field that ${doing} reads or writes has a name, a type and an owner.`,
    before: true,
  },
  {
    title: ({ doing }) => `test ${doing} while a dependency is down`,
    criterion: ({ doing }) => `While a dependency is down, ${doing} fails cleanly and recovers by itself.`,
  },
  {
    title: ({ doing }) => `test ${doing} with two users at once`,
    criterion: ({ doing }) => `Two users at once get the right result of ${doing}.`,
  },
  {
    title: ({ doing }) => `translate the texts of ${doing}`,
    criterion: ({ doing }) => `All texts of ${doing} are there in each supported language.`,
  },
  {
    title: ({ doing }) => `train the team on ${doing}`,
    criterion: ({ doing }) => `Each member of the team has seen ${doing} and can explain it.`,
  },
  {
    title: ({ doing }) => `clean up after ${doing}`,
    criterion: ({ doing }) => `Nothing temporary of ${doing} is left in code, data or configuration.`,
  },
  {
    title: ({ doing }) => `check the backups of what ${doing} changes`,
    criterion: ({ doing }) => `A restore test brings back what ${doing} has changed.`,
  },
  {
    title: ({ doing }) => `check the licences of what ${doing} needs`,
    criterion: ({ doing }) => `Each library that ${doing} needs has a licence that the company accepts.`,
  },
  {
    title: ({ doing }) => `answer the first questions on ${doing} in the help pages`,
    criterion: ({ doing }) => `The help pages answer the questions on ${doing} that the first group asked.`,
  },
  {
    title: ({ doing }) => `decide when ${doing} is switched on by default`,
    criterion: ({ doing }) => `A date and a condition for switching on ${doing} by default are written down.`,
  },
  {
    title: ({ doing }) => `look back on ${doing} with the team`,
    criterion: ({ doing }) => `The team has written down what it would do differently about ${doing}.`,
  },
];
