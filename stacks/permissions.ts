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

/** For roles that a service of AWS takes on, in this account alone. */
export function assumableBy(service: string): $util.Output<string> {
  return aws.iam.getPolicyDocumentOutput({
    statements: [{ actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: [service] }] }],
  }).json;
}
