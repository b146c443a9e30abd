import * as z from "zod";
import { attachmentFaults } from "./attachment-faults.ts";
import { bundleFaults } from "./bundle-faults.ts";
import { incidentFaults } from "./incident-faults.ts";
import { mailFaults } from "./mail-faults.ts";
import { change, changeDefinition, changePolicy, changeVariables, type Fault, inputsOf, remove } from "./plant.ts";

const access = {
  audit: "audit entries can be neither changed nor deleted",
  star: "no role is granted an action with a star",
} as const;

/** The seeded-fault run of the issue: each of these is caught by a named check. */
export const faults: readonly Fault[] = [
  {
    name: "an index key that is not declared",
    check: "declared attributes and key attributes are the same set",
    plant: (stack) => {
      const table = inputsOf(stack, "table", "TableTable");
      table.attributes = z
        .array(z.object({ name: z.string(), type: z.string() }))
        .parse(table.attributes)
        .slice(0, -1);
    },
  },
  {
    name: "an index that the local table does not have",
    check: "keys, indexes and stream are those of the local table",
    plant: (stack) => {
      const table = inputsOf(stack, "table", "TableTable");
      table.globalSecondaryIndexes = [
        ...z.array(z.unknown()).parse(table.globalSecondaryIndexes),
        { name: "gsi4", hashKey: "gsi1pk", rangeKey: "gsi1sk", projectionType: "ALL" },
      ];
    },
  },
  {
    name: "a table without time to live",
    check: "items expire by the product's attribute",
    plant: change("table", "TableTable", { ttl: undefined }),
  },
  {
    name: "a production table that can be deleted",
    check: "the table can be restored, is encrypted, and production's cannot be deleted",
    plant: change("table", "TableTable", { deletionProtectionEnabled: false }),
  },
  {
    name: "a table that cannot be restored",
    check: "the table can be restored, is encrypted, and production's cannot be deleted",
    plant: change("table", "TableTable", { pointInTimeRecovery: { enabled: false } }),
  },
  ...mailFaults,
  ...attachmentFaults,
  {
    name: "a dropped dead-letter queue",
    check: "every queue redrives to a dead-letter queue after the product's number of receives",
    plant: remove("queue", "JobsDlqQueue"),
  },
  {
    name: "a message that is visible again too soon",
    check: "a message stays hidden six times as long as its function may take",
    plant: change("queue", "JobsQueue", { visibilityTimeoutSeconds: 30 }),
  },
  {
    name: "dead letters that are forgotten as soon as messages",
    check: "dead letters are kept longer than the messages of their queue, for two weeks",
    plant: change("queue", "CallbacksDlqQueue", { messageRetentionSeconds: 345_600 }),
  },
  {
    name: "a batch that fails as a whole",
    check: "queues and stream are told which messages of a batch failed",
    plant: change("mapping", "JobsToStartJob", { functionResponseTypes: [] }),
  },
  {
    name: "a queue that nobody reads",
    check: "every queue has exactly one function",
    plant: remove("mapping", "IntakeToTakeIn"),
  },
  {
    name: "sqs:* for a function",
    check: access.star,
    plant: changePolicy("ApiRole", '"sqs:SendMessage"', '"sqs:*"'),
  },
  {
    name: "a role that its account's root may take on",
    check: "functions are assumable by Lambda alone",
    plant: change("role", "ApiRole", {
      assumeRolePolicy: JSON.stringify({
        Statement: [{ Principal: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }] }],
      }),
    }),
  },
  {
    name: "audit entries that a function may delete",
    check: access.audit,
    plant: changePolicy("CompleteJobRole", '"Deny"', '"Allow"'),
  },
  {
    name: "a refusal that only holds together with another condition",
    check: access.audit,
    plant: changePolicy("ApiRole", "AUDIT#*", "OTHER#*"),
  },
  {
    name: "a scan",
    check: "nothing scans the table or changes it as a whole",
    plant: changePolicy("ApiRole", '"dynamodb:Query"', '"dynamodb:Query","dynamodb:Scan"'),
  },
  {
    name: "another function that may start executions",
    check: "only the start function starts executions",
    plant: changePolicy("ApiRole", '"states:StopExecution"', '"states:StopExecution","states:StartExecution"'),
  },
  {
    name: "a resource of all resources",
    check: "only log delivery, which knows no resources, is granted on all of them",
    plant: changePolicy(
      "PublishEventsRole",
      /"Action":\["events:PutEvents"\],"Resource":\[[^\]]*\]/,
      '"Action":["events:PutEvents"],"Resource":["*"]',
    ),
  },
  {
    name: "a state that leads nowhere",
    check: "the definition is valid",
    plant: changeDefinition('"Next":"PromptReady?"', '"Next":"PromptReddy?"'),
  },
  {
    name: "a task without a timeout",
    check: "every task has a timeout and retries, and all but the last resort a catch",
    plant: changeDefinition(/("Type":"Task".*?)"TimeoutSeconds":\d+,/, "$1"),
  },
  {
    name: "a workflow that may run for a year",
    check: "an execution ends by itself",
    plant: changeDefinition(/"TimeoutSeconds":\d+,/, ""),
  },
  {
    name: "a task that calls no function of ours",
    check: "every task calls a function of the product that the workflow's role may invoke",
    plant: changeDefinition(/function:tessera-production-ValidateOutput/, "function:validate"),
  },
  {
    name: "a function that outlives its state",
    check: "a state outlives its function",
    plant: change("lambda", "GenerateTicketsFunction", { timeout: 900 }),
  },
  {
    name: "a secret in plain environment",
    check: "a secret stands in its parameter, and the edge key at the edge: nowhere else",
    plant: changeVariables("ApiFunction", { TESSERA_SECRET_KEY: "canary-3d1f0c59a7-secret-key" }),
  },
  {
    name: "a parameter in clear text",
    check: "parameters are encrypted",
    plant: change("parameter", "SecretOpenaiApiKey", { type: "String" }),
  },
  {
    name: "a function without the configuration that it needs",
    check: "the product accepts the configuration of every function",
    plant: changeVariables("StartJobFunction", { TESSERA_TABLE: "" }),
  },
  {
    name: "a switch for tests in the cloud",
    check: "the product accepts the configuration of every function",
    plant: changeVariables("ApiFunction", { TESSERA_TEST_CLOCK: "1" }),
  },
  {
    name: "logs that are kept for ever",
    check: "every log group forgets",
    plant: change("logGroup", "ApiLogs", { retentionInDays: undefined }),
  },
  {
    name: "model calls without a cap",
    check: "reserved concurrency caps the model calls, and nothing else",
    plant: change("lambda", "GenerateTicketsFunction", { reservedConcurrentExecutions: undefined }),
  },
  {
    name: "a stream that publishes everything",
    check: "the stream's new audit entries, and only they, go to the publisher, from the first on",
    plant: change("mapping", "StreamToPublish", { filterCriteria: undefined }),
  },
  {
    name: "a rule for another event",
    check: "requests that come as events reach the intake queue",
    plant: change("rule", "IntakeRule", { eventPattern: '{"detail-type":["tickets.requested"]}' }),
  },
  {
    name: "automations that hear the events of others",
    check: "the product's own events of tickets reach the automations",
    plant: change("rule", "AutomationsRule", { eventPattern: '{"detail-type":[{"prefix":"ticket."}]}' }),
  },
  {
    name: "automations that nobody runs",
    check: "every queue has exactly one function",
    plant: remove("mapping", "AutomationsToAutomate"),
  },
  {
    name: "a finalizer that hears of success alone",
    check: "executions that did not succeed reach the finalizer",
    plant: (stack) => {
      const rule = inputsOf(stack, "rule", "ExecutionEndedRule");
      rule.eventPattern = String(rule.eventPattern).replace('"TIMED_OUT",', "");
    },
  },
  {
    name: "a sweep that is never called",
    check: "every sweep has a schedule",
    plant: remove("schedule", "ExpireJobsScheduleSchedule"),
  },
  {
    name: "a schedule without a dead-letter queue",
    check: "every schedule is on and has a dead-letter queue",
    plant: change("schedule", "ExpireJobsScheduleSchedule", { target: { arn: "arn:aws:lambda:x:y:function:z" } }),
  },
  {
    name: "an asynchronous function that forgets what it could not take",
    check: "functions that are called asynchronously keep what they could not take",
    plant: remove("invokeConfig", "FinalizeJobOnFailure"),
  },
  {
    name: "an API that answers only when it is done",
    check: "the API has one function URL, which streams its answers",
    plant: change("functionUrl", "ApiUrl", { invokeMode: "BUFFERED" }),
  },
  {
    name: "an alarm that tells nobody",
    check: "every alarm tells the one topic",
    plant: change("alarm", "Api5xx", { alarmActions: [] }),
  },
  {
    name: "a sweep that may fall behind unseen",
    check: "the age of the oldest row that a sweep finds is watched",
    plant: remove("alarm", "SweepSlaLag"),
  },
  {
    name: "a lag that is read from the lines of another function",
    check: "the age of the oldest row that a sweep finds is watched",
    plant: change("logMetric", "CloseTicketsLagSecondsMetric", { logGroupName: "/aws/lambda/other" }),
  },
  {
    name: "a dead-letter queue that nobody watches",
    check: "every dead-letter queue is watched",
    plant: remove("alarm", "IntakeDeadLetters"),
  },
  ...incidentFaults,
  ...bundleFaults,
  {
    name: "resources without tags",
    check: "everything is tagged with app and stage",
    plant: (stack) => {
      stack.providers.aws = { defaultTags: { tags: {} } };
    },
  },
];
