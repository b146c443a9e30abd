import { auditPrefix } from "@tessera/store/stream";
import { lambdas, nameOfArn, type Role, roles, type Statement } from "../support/resources.ts";
import type { Stack } from "../support/stack.ts";
import { type Check, each } from "./check.ts";

const allowed = ({ statements }: Role) => statements.filter(({ Effect }) => Effect === "Allow");
/** The API asks only whether a model is there (LC-48, LC-49). */
const modelCallers = ["Api", "GenerateTickets", "WorkOnIncidents"];
const may = (role: Role, action: string) => allowed(role).some(({ Action }) => Action.includes(action));
const holders = (stack: Stack, action: string) =>
  roles(stack)
    .filter((role) => may(role, action))
    .map(({ logicalName }) => logicalName);

/** Changing or removing an item by whatever call. Putting one is how entries are added. */
const changing = [
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:PartiQLUpdate",
  "dynamodb:PartiQLDelete",
];

const roleOf = (name: string, stack: Stack) =>
  roles(stack).find((role) => role.name === nameOfArn(name).split("/").at(-1));
const functionRoles = (stack: Stack) => lambdas(stack).flatMap(({ role }) => roleOf(role, stack) ?? []);

/** F7, N1: who may do what. */
export const accessChecks: readonly Check[] = [
  each("no role is granted an action with a star", roles, (role) =>
    role.statements.every(({ Action }) => Action.every((action) => /^[a-z0-9-]+:[A-Za-z]+$/.test(action))),
  ),
  each("only log delivery, which knows no resources, is granted on all of them", roles, (role) =>
    allowed(role).every(
      ({ Action, Resource }) =>
        !Resource.includes("*") ||
        Action.every((action) => /^logs:.*(Deliver|ResourcePolic|DescribeLogGroups)/.test(action)),
    ),
  ),
  each("functions are assumable by Lambda alone", functionRoles, ({ assumeRolePolicy }) =>
    trusts(assumeRolePolicy, "lambda.amazonaws.com"),
  ),
  each("no role trusts an account", roles, ({ assumeRolePolicy }) => !/:root|"AWS"|"\*"/.test(assumeRolePolicy)),
  each("every function has a role of its own", lambdas, ({ role }, stack) => {
    const sharing = lambdas(stack).filter((other) => other.role === role);
    return sharing.length === 1 && roleOf(role, stack) !== undefined;
  }),
  each("no role carries a managed policy", roles, ({ managedPolicyArns }) => managedPolicyArns.length === 0),
  each("audit entries can be neither changed nor deleted", roles, (role) =>
    changing
      .filter((action) => may(role, action))
      .every((action) => role.statements.some((statement) => deniesOnAudit(statement, action))),
  ),
  each("nothing scans the table or changes it as a whole", roles, (role) =>
    allowed(role).every(({ Action }) =>
      Action.every((action) => !/^dynamodb:(Scan|.*Table|.*Backup|ExecuteStatement|PartiQL)/.test(action)),
    ),
  ),
  onlyHolders("only the start function starts executions", "states:StartExecution", ["StartJobRole"]),
  onlyHolders("only a cancel at the API stops executions", "states:StopExecution", ["ApiRole"]),
  onlyHolders("only the publisher puts events", "events:PutEvents", ["PublishEventsRole"]),
  onlyHolders(
    "only functions that ask models call Bedrock",
    "bedrock:InvokeModel",
    modelCallers.map((name) => `${name}Role`),
  ),
  each("Bedrock is called for the models that were named", roles, (role) =>
    allowed(role)
      .filter(({ Action }) => Action.includes("bedrock:InvokeModel"))
      .every(({ Resource }) => Resource.join() === "arn:aws:bedrock:eu-central-1::foundation-model/example.model-v1"),
  ),
  each("a function reads the parameters that it names, and no others", lambdas, ({ environment, role }, stack) => {
    const named = (environment.variables.TESSERA_SECRETS ?? "").split(",").toSorted();
    const granted = (roleOf(role, stack)?.statements ?? [])
      .filter(({ Action }) => Action.includes("ssm:GetParameters"))
      .flatMap(({ Resource }) => Resource.map((arn) => arn.slice(arn.indexOf(":parameter") + ":parameter".length)));
    return named.join() === granted.toSorted().join();
  }),
  {
    name: "only functions that ask models read their keys",
    find: (stack) =>
      lambdas(stack).flatMap(({ logicalName, environment }) =>
        /_API_KEY/.test(environment.variables.TESSERA_SECRETS ?? "") ===
        modelCallers.some((name) => logicalName === `${name}Function`)
          ? []
          : [logicalName],
      ),
  },
];

function onlyHolders(name: string, action: string, expected: readonly string[]): Check {
  return {
    name,
    find: (stack) => {
      const found = holders(stack, action).toSorted();
      return found.join() === expected.toSorted().join() ? [] : [found.join() || "nobody"];
    },
  };
}

function deniesOnAudit({ Effect, Action, Condition }: Statement, action: string): boolean {
  const onPrefix = Condition.some(
    ({ test, variable, values }) =>
      test === "ForAnyValue:StringLike" && variable === "dynamodb:LeadingKeys" && values.includes(`${auditPrefix}*`),
  );
  return Effect === "Deny" && Action.includes(action) && onPrefix && Condition.length === 1;
}

function trusts(assumeRolePolicy: string, service: string): boolean {
  const services = assumeRolePolicy.match(/[\w.-]+\.amazonaws\.com/g) ?? [];
  return services.join() === service;
}
