import crypto from "node:crypto";
import { writeFileSync, writeSync } from "node:fs";
import type { Resource } from "./stack.ts";

/** Runs inside the program that SST would give to Pulumi: answers for AWS, and writes down what was asked of it. */

type Json = unknown;
type Inputs = Record<string, Json>;

interface PulumiRuntime {
  setMocks(mocks: Mocks, project: string, stack: string, preview: boolean): Promise<void>;
  runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
  disconnect(): Promise<void>;
}

interface Mocks {
  newResource(args: { type: string; name: string; inputs: Inputs; id?: string }): { id: string; state: Inputs };
  call(args: { token: string; inputs: Inputs }): Inputs;
}

const region = "eu-central-1";
const account = "111122223333";

// Physical names end in random characters: stable ones make the synthesis a snapshot that people can read.
Object.assign(crypto, { randomBytes: (size: number) => Buffer.alloc(size) });

const resources: Resource[] = [];

export async function installMocks(pulumi: { runtime: PulumiRuntime }, app: { name: string; stage: string }) {
  const newResource: Mocks["newResource"] = ({ type, name, inputs: wrapped, id }) => {
    const inputs = asInputs(unwrap(wrapped));
    resources.push({ type, name, inputs });
    const state = { ...inputs, ...stateOf(type, name, inputs) };
    return { id: type === "aws:sqs/queue:Queue" ? String(state.url) : id || `${name}-id`, state };
  };
  const call: Mocks["call"] = ({ token, inputs }) => {
    const answer = answers[token];
    if (!answer) throw new Error(`Nothing answers for ${token}`);
    return answer(asInputs(unwrap(inputs)));
  };
  await pulumi.runtime.setMocks({ newResource, call }, app.name, app.stage, false);
}

/** Runs the program and writes its resources, sorted; an error in any resource fails the run. */
export async function runProgram(pulumi: { runtime: PulumiRuntime }, program: () => Promise<unknown>, file: string) {
  const failures = new Set<string>();
  process.on("unhandledRejection", (cause) => failures.add(String(cause instanceof Error ? cause.stack : cause)));
  process.on("exit", () => writeSync(2, [...failures].join("\n")));
  await pulumi.runtime.runInPulumiStack(program);
  await pulumi.runtime.disconnect();
  if (failures.size > 0) process.exit(1);
  const keyOf = ({ type, name }: Resource) => `${type} ${name}`;
  const sorted = resources.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  writeFileSync(file, JSON.stringify(sorted));
}

/** Pulumi's mark of a wrapped secret; its value is what the assertions are about. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

function unwrap(value: Json): Json {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== "object" || value === null) return value;
  const object = asInputs(value);
  if (object[signatureKey] === secretSignature) return unwrap(object.value);
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, unwrap(inner)]));
}

function asInputs(value: Json): Inputs {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** How the ARN of a type ends; types that are missing here are never pointed to. */
const arnForms: Record<string, (name: string) => string> = {
  "aws:lambda/function:Function": (name) => `lambda:${region}:${account}:function:${name}`,
  "aws:sqs/queue:Queue": (name) => `sqs:${region}:${account}:${name}`,
  "aws:dynamodb/table:Table": (name) => `dynamodb:${region}:${account}:table/${name}`,
  "aws:sfn/stateMachine:StateMachine": (name) => `states:${region}:${account}:stateMachine:${name}`,
  "aws:iam/role:Role": (name) => `iam::${account}:role/${name}`,
  "aws:sns/topic:Topic": (name) => `sns:${region}:${account}:${name}`,
  "aws:cloudwatch/eventBus:EventBus": (name) => `events:${region}:${account}:event-bus/${name}`,
  "aws:cloudwatch/eventRule:EventRule": (name) => `events:${region}:${account}:rule/${name}`,
  "aws:cloudwatch/logGroup:LogGroup": (name) => `logs:${region}:${account}:log-group:${name}`,
  "aws:s3/bucket:Bucket": (name) => `s3:::${name}`,
  "aws:ssm/parameter:Parameter": (name) => `ssm:${region}:${account}:parameter${name}`,
};

/** What AWS adds to a resource when it makes it, as far as another resource asks for it. */
function stateOf(type: string, logicalName: string, inputs: Inputs): Inputs {
  if (!type.startsWith("aws:")) return extras[type]?.("") ?? {};
  const name = String(inputs.name ?? inputs.bucket ?? logicalName);
  const arn = `arn:aws:${arnForms[type]?.(name) ?? `mock:${region}:${account}:${type}/${name}`}`;
  return { arn, name, ...extras[type]?.(name, arn) };
}

const extras: Record<string, (name: string, arn?: string) => Inputs> = {
  "aws:sqs/queue:Queue": (name) => ({ url: `https://sqs.${region}.amazonaws.com/${account}/${name}` }),
  "aws:lambda/function:Function": (_name, arn) => ({ version: "1", invokeArn: arn, qualifiedArn: `${arn}:1` }),
  "aws:lambda/functionUrl:FunctionUrl": () => ({ functionUrl: `https://mock.lambda-url.${region}.on.aws/` }),
  "aws:dynamodb/table:Table": (_name, arn) => ({ streamArn: `${arn}/stream/2026-01-01T00:00:00.000` }),
  "aws:cloudfront/distribution:Distribution": () => ({ domainName: "mock.cloudfront.net", etag: "mock" }),
  "random:index/randomBytes:RandomBytes": () => ({ base64: Buffer.alloc(32).toString("base64") }),
};

const answers: Record<string, (inputs: Inputs) => Inputs> = {
  "aws:iam/getPolicyDocument:getPolicyDocument": (inputs) => ({
    ...inputs,
    json: JSON.stringify({ Version: "2012-10-17", Statement: listOf(inputs.statements).map(statementOf) }),
  }),
  "aws:index/getPartition:getPartition": () => ({ partition: "aws", dnsSuffix: "amazonaws.com" }),
  "aws:index/getRegion:getRegion": () => ({ region, name: region, id: region }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: account }),
};

function listOf(value: Json): Inputs[] {
  return Array.isArray(value) ? value.map(asInputs) : [];
}

function statementOf(statement: Inputs): Inputs {
  return {
    Effect: statement.effect ?? "Allow",
    Action: statement.actions,
    Resource: statement.resources,
    ...(statement.principals !== undefined && { Principal: statement.principals }),
    ...(statement.conditions !== undefined && { Condition: statement.conditions }),
  };
}
