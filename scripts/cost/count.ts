import { workflowDefinition } from "@tessera/core/workflow";
import { addUsage, timesUsage, type Usage } from "./prices.ts";

const gb = 1_024 ** 3;

/** Every function has this much memory (stacks/function.ts). */
const memoryGb = 1;

/** A line of the access log or of Lambda's report, for each invocation. */
const logBytes = 900;

export interface Counted {
  usage: Usage;
  result: unknown;
}

/** Runs one invocation of a function and counts what it uses: table units as the table reports them, and its time. */
export async function invocation(work: () => Promise<unknown>): Promise<Counted> {
  const { capacity } = await import("../../functions/lib/capacity.ts");
  const startedAt = performance.now();
  const { value, readUnits, writeUnits } = await capacity.run(work);
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    result: value,
    usage: {
      lambdaRequest: 1,
      lambdaGbSecond: seconds * memoryGb,
      dynamoReadUnit: readUnits,
      dynamoWriteUnit: writeUnits,
      logsGb: logBytes / gb,
    },
  };
}

export interface App {
  fetch(request: Request): Promise<Response> | Response;
}

/** Makes requests of the caller that everything is counted for. */
export interface Calls {
  get(path: string): Request;
  post(path: string, body: object): Request;
}

/** A request through CloudFront to the API. */
export async function request(app: App, message: Request) {
  let bytes = 0;
  let body = "";
  const counted = await invocation(async () => {
    const response = await app.fetch(message);
    body = await response.text();
    bytes = Buffer.byteLength(body);
    return response.status;
  });
  const edge: Usage = { cloudFrontRequest: 1, cloudFrontFunction: 1, transferGb: bytes / gb };
  return { body, status: counted.result, usage: addUsage(counted.usage, edge) };
}

export async function expectStatus(app: App, call: Request, status: number) {
  const answer = await request(app, call);
  if (answer.status !== status) throw new Error(`${call.url} was answered ${answer.status}: ${answer.body}`);
  return answer;
}

/** A write with one audit entry has one event; two of them share a run of the publisher. */
export const published: Usage = { eventBridgeEvent: 1, lambdaRequest: 0.5, lambdaGbSecond: 0.01 };

export function mean(usages: readonly Usage[]): Usage {
  return timesUsage(1 / usages.length, addUsage(...usages));
}

/** One message: sent, received and deleted, each a request at worst. */
export const message: Usage = { sqsRequest: 3 };

/** The states that a job passes when nothing goes wrong, each a transition. */
export function transitions(): number {
  const names = { preparePrompt: "", generateTickets: "", validateOutput: "", complete: "", fail: "" };
  const { StartAt, States } = workflowDefinition({
    functions: names,
    stageTimeoutSeconds: 1,
    generateTimeoutSeconds: 1,
    retryIntervalSeconds: 1,
  });
  const states: Record<
    string,
    { Type: string; Next?: string; Choices?: readonly { StringEquals?: string; Next: string }[] }
  > = States;
  let count = 1;
  for (let name: string | undefined = StartAt; name !== undefined; count += 1) {
    const state: (typeof states)[string] | undefined = states[name];
    name = state?.Next ?? state?.Choices?.find(({ StringEquals }) => StringEquals === "ready")?.Next;
  }
  return count;
}

/** How many events of a job leave the table's stream: its audit entries. */
export async function auditEntries(jobId: string): Promise<number> {
  const { runtime } = await import("../../functions/lib/runtime.ts");
  return (await runtime.store.jobs.history(jobId, 0)).length;
}
