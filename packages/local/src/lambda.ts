/** A function as Lambda runs it: one JSON event in, one JSON answer out. */
export type LambdaHandler<Event = unknown> = (event: Event) => Promise<unknown>;

export const localRegion = "us-east-1";
export const localAccount = "000000000000";

export function localArn(service: string, resource: string): string {
  return `arn:aws:${service}:${localRegion}:${localAccount}:${resource}`;
}

/** Calls a function with a copy of its event and answers a copy of its result, as Lambda's JSON payloads are. */
export async function invoke<Event>(handler: LambdaHandler<Event>, event: Event): Promise<unknown> {
  return jsonCopy(await handler(jsonCopy(event)));
}

/** What JSON cannot say becomes null or vanishes, here as on the wire. */
function jsonCopy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** An error as Lambda reports it to Step Functions: the error's name, and a JSON text as its cause. */
export function lambdaFailure(cause: unknown): { name: string; cause: string } {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const trace = (error.stack ?? "").split("\n").map((line) => line.trim());
  return {
    name: error.name,
    cause: JSON.stringify({ errorType: error.name, errorMessage: error.message, trace }),
  };
}
