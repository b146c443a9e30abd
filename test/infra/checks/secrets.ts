import * as z from "zod";
import { ofType, parameters } from "../support/resources.ts";
import type { Resource } from "../support/stack.ts";
import { secretCanary } from "../support/synthesize.ts";
import { type Check, each } from "./check.ts";

/** SST's own rows of its state are encrypted by it and never reach AWS. */
const isOfAws = ({ type }: Resource) => type.startsWith("aws:");
const mayShowSecret: readonly string[] = ["aws:ssm/parameter:Parameter", "aws:cloudfront/distribution:Distribution"];

const Topic = z.object({ kmsMasterKeyId: z.string().optional() });

/** B8, F7: what must not be read from a configuration. */
export const secretChecks: readonly Check[] = [
  {
    name: "a secret stands in its parameter, and the edge key at the edge: nowhere else",
    find: ({ resources }) =>
      resources
        .filter(isOfAws)
        .filter(({ type }) => !mayShowSecret.includes(type))
        .flatMap(({ name, inputs }) => (JSON.stringify(inputs).includes(secretCanary) ? [name] : [])),
  },
  {
    name: "the edge knows no secret but its own",
    find: (stack) =>
      ofType(stack, "distribution").flatMap(({ name, inputs }) => {
        const shown = JSON.stringify(inputs).match(new RegExp(`${secretCanary}[\\w-]*`, "g")) ?? [];
        return shown.every((value) => value === `${secretCanary}-edge-key`) ? [] : [name];
      }),
  },
  each("parameters are encrypted", parameters, ({ type }) => type === "SecureString"),
  {
    name: "the topic of the alarms is encrypted",
    find: (stack) =>
      ofType(stack, "topic").flatMap(({ name, inputs }) => (Topic.parse(inputs).kmsMasterKeyId ? [] : [name])),
  },
];
