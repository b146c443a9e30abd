import { change, changePolicy, changeVariables, type Fault, remove } from "./plant.ts";

/** What keeps an incident from being opened, or from being told. */
export const incidentFaults: readonly Fault[] = [
  {
    name: "anomalies that no rule knows",
    check: "anomalies that come as events reach their queue, and no other",
    plant: change("rule", "AnomaliesRule", { eventPattern: '{"detail-type":["anomaly"]}' }),
  },
  {
    name: "anomalies that wait among the requests",
    check: "anomalies that come as events reach their queue, and no other",
    plant: change("target", "AnomaliesTarget", {
      arn: "arn:aws:sqs:eu-central-1:111122223333:tessera-production-IntakeQueue",
    }),
  },
  {
    name: "anomalies that are hidden for too short a time",
    check: "a message stays hidden six times as long as its function may take",
    plant: change("queue", "AnomaliesQueue", { visibilityTimeoutSeconds: 60 }),
  },
  {
    name: "hints at incidents that nobody reads",
    check: "every queue has exactly one function",
    plant: remove("mapping", "IncidentsToWorkOnIncidents"),
  },
  {
    name: "a function with keys of models that asks none",
    check: "only functions that ask models read their keys",
    plant: changeVariables("TakeInAnomaliesFunction", { TESSERA_SECRETS: "/tessera/production/OPENAI_API_KEY" }),
  },
  {
    name: "a sweep that may call a model",
    check: "only functions that ask models call Bedrock",
    plant: changePolicy("SweepForwardingsRole", '"sqs:SendMessage"', '"bedrock:InvokeModel"'),
  },
  {
    name: "models of Bedrock that nobody has named",
    check: "Bedrock is called for the models that were named",
    plant: changePolicy("WorkOnIncidentsRole", "foundation-model/example.model-v1", "foundation-model/other"),
  },
  {
    name: "incidents that everybody may change",
    check: "nobody is let in without a key, unless the operator has said so",
    plant: changeVariables("ApiFunction", { ALLOW_ANONYMOUS: "true" }),
  },
  {
    name: "a platform that is given up unseen",
    check: "the workflow, the API, the events, the incidents and the table are watched",
    plant: remove("alarm", "PlatformsUntold"),
  },
];
