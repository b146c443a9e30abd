import { roles } from "../support/resources.ts";
import type { Check } from "./check.ts";

const identity = "arn:aws:ses:eu-central-1:111122223333:identity/";

/** PX-64: who may write to customers. */
export const mailChecks: readonly Check[] = [
  {
    name: "only the API sends mails, and from the desk's address alone",
    find: (stack) => {
      const found = roles(stack).flatMap(({ logicalName, statements }) =>
        statements
          .filter(({ Action }) => Action.some((action) => action.startsWith("ses")))
          .map(({ Action, Resource, Condition }) => JSON.stringify([logicalName, Action, Resource, Condition])),
      );
      const expected = JSON.stringify([
        "ApiRole",
        ["ses:SendEmail"],
        [`${identity}desk@example.com`, `${identity}example.com`],
        [{ test: "StringEquals", variable: "ses:FromAddress", values: ["desk@example.com"] }],
      ]);
      return found.join() === expected ? [] : [found.join() || "nobody"];
    },
  },
];
