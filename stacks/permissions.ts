import { auditPrefix } from "@tessera/store/stream";

export interface Permission {
  effect?: "allow" | "deny";
  actions: string[];
  resources: $util.Input<string>[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

/**
 * The table by named actions, without Scan and without anything that changes the table itself. Audit entries are only
 * ever put: no function may update or delete under their prefix, by whatever call (N1).
 */
export function tableAccess(table: sst.aws.Dynamo): Permission[] {
  return [
    {
      actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
      resources: [table.arn, $interpolate`${table.arn}/index/*`],
    },
    {
      actions: [
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
      ],
      resources: [table.arn],
    },
    {
      effect: "deny",
      actions: ["dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
      resources: [table.arn],
      conditions: [{ test: "ForAnyValue:StringLike", variable: "dynamodb:LeadingKeys", values: [`${auditPrefix}*`] }],
    },
  ];
}

export function mayRead(queue: sst.aws.Queue): Permission {
  return { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], resources: [queue.arn] };
}

export function maySend(...queues: sst.aws.Queue[]): Permission {
  return { actions: ["sqs:SendMessage"], resources: queues.map(({ arn }) => arn) };
}

/**
 * The files of tickets, one by one: what a presigned URL allows is what its signer may do. Without the right to list, a
 * file that is not there answers 403.
 */
export function attachmentAccess(bucket: sst.aws.Bucket): Permission {
  return { actions: ["s3:PutObject", "s3:GetObject"], resources: [$interpolate`${bucket.arn}/attachments/*`] };
}

/** Mails from one address, by whichever identity SES has verified: the address itself or its domain (PX-64). */
export function maySendMail(from: string): Permission {
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  const identities = [from, from.slice(from.lastIndexOf("@") + 1)];
  return {
    actions: ["ses:SendEmail"],
    resources: identities.map(
      (identity) => $interpolate`arn:${partition}:ses:${region}:${accountId}:identity/${identity}`,
    ),
    conditions: [{ test: "StringEquals", variable: "ses:FromAddress", values: [from] }],
  };
}

/** The models of Bedrock that the operator names, and no others. */
export function mayInvokeModels(modelArns: readonly string[]): Permission[] {
  if (modelArns.length === 0) return [];
  return [{ actions: ["bedrock:InvokeModel"], resources: [...modelArns] }];
}

/** EventBridge may send here for these rules, and nobody else from outside the account. */
export function allowSends(name: string, queue: sst.aws.Queue, ruleArns: $util.Output<string>[]): void {
  new aws.sqs.QueuePolicy(name, {
    queueUrl: queue.url,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          actions: ["sqs:SendMessage"],
          resources: [queue.arn],
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: ruleArns }],
        },
      ],
    }).json,
  });
}

/** For roles that a service of AWS takes on, in this account alone. */
export function assumableBy(service: string): $util.Output<string> {
  return aws.iam.getPolicyDocumentOutput({
    statements: [{ actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: [service] }] }],
  }).json;
}
