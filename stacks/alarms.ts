import { metricNamespace } from "./dashboard.ts";
import type { ProductFunction } from "./function.ts";

type AlarmArgs = Pick<aws.cloudwatch.MetricAlarmArgs, "namespace" | "metricName" | "dimensions" | "threshold"> & {
  statistic?: "Maximum" | "Sum";
  percentile?: "p99";
  periodSeconds?: number;
  evaluationPeriods?: number;
  below?: boolean;
};

export type Alarm = (name: string, description: string, args: AlarmArgs) => void;

/** What makes alarms that all tell the one topic. */
export function createAlarms(email: string | undefined): Alarm {
  const topic = alarmTopic(email);
  return (name, description, args) => createAlarm(topic, name, description, args);
}

function createAlarm(topic: aws.sns.Topic, name: string, description: string, args: AlarmArgs): void {
  const { statistic = "Sum", percentile, periodSeconds = 300, evaluationPeriods = 1, below = false, ...metric } = args;
  new aws.cloudwatch.MetricAlarm(name, {
    name: `${$app.name}-${$app.stage}-${name}`,
    alarmDescription: description,
    ...metric,
    ...(percentile ? { extendedStatistic: percentile } : { statistic }),
    period: periodSeconds,
    evaluationPeriods,
    comparisonOperator: below ? "LessThanThreshold" : "GreaterThanThreshold",
    treatMissingData: below ? "breaching" : "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}

interface LoggedMetric {
  name: string;
  pattern: string;
  /** A number, or the field of the line that holds one. */
  value?: string;
}

/** A metric from log lines. Where several functions write such lines, each has a filter of its own. */
export function logMetric({ name, pattern, value = "1" }: LoggedMetric, ...sources: ProductFunction[]) {
  const namespace = metricNamespace();
  for (const source of sources) {
    const filter = sources.length === 1 ? name : `${source.name}${name}`;
    new aws.cloudwatch.LogMetricFilter(`${filter}Metric`, {
      name: filter,
      logGroupName: source.logGroup.name,
      pattern,
      metricTransformation: { namespace, name, value },
    });
  }
  return { namespace, metricName: name };
}

/** Encrypted with a key of its own: CloudWatch may not use the one that AWS manages for SNS. */
function alarmTopic(email: string | undefined): aws.sns.Topic {
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  const key = new aws.kms.Key("AlarmsKey", {
    description: `Alarms of ${$app.name} ${$app.stage}`,
    enableKeyRotation: true,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          actions: ["kms:*"],
          resources: ["*"],
          principals: [{ type: "AWS", identifiers: [$interpolate`arn:${partition}:iam::${accountId}:root`] }],
        },
        {
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          resources: ["*"],
          principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
          conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] }],
        },
      ],
    }).json,
  });
  const topic = new aws.sns.Topic("Alarms", {
    name: `${$app.name}-${$app.stage}-alarms`,
    kmsMasterKeyId: key.id,
  });
  if (email) new aws.sns.TopicSubscription("AlarmsByMail", { topic: topic.arn, protocol: "email", endpoint: email });
  return topic;
}
