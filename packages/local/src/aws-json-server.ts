import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import * as z from "zod";
import { type LoopbackServer, serveOnLoopback } from "./loopback.ts";

/** An error that the service's API defines: SDK clients throw it under this name. */
export class AwsApiError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface AwsJsonServerOptions {
  /** The part of `X-Amz-Target` before the dot. */
  target: string;
  contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1";
  operations: Record<string, (input: unknown) => Promise<object>>;
}

/** A loopback endpoint that speaks the AWS JSON protocol, so that unmodified SDK clients can call it. */
export async function startAwsJsonServer(options: AwsJsonServerOptions): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    void answer(options, request).then((answered) => send(response, options.contentType, answered));
  });
  return serveOnLoopback(server);
}

interface Answer {
  status: number;
  body: object;
}

async function answer(options: AwsJsonServerOptions, request: IncomingMessage): Promise<Answer> {
  try {
    const [target, name] = String(request.headers["x-amz-target"]).split(".");
    const operation = target === options.target ? options.operations[name ?? ""] : undefined;
    if (!operation) throw new AwsApiError("UnknownOperationException", `Unknown operation: ${name}`);
    return { status: 200, body: await operation(await json(request)) };
  } catch (cause) {
    return failure(cause);
  }
}

function failure(cause: unknown): Answer {
  if (cause instanceof AwsApiError) return { status: 400, body: { __type: cause.code, message: cause.message } };
  if (cause instanceof z.ZodError || cause instanceof SyntaxError) {
    return { status: 400, body: { __type: "ValidationException", message: cause.message } };
  }
  return { status: 500, body: { __type: "InternalFailure", message: String(cause) } };
}

function send(response: ServerResponse, contentType: string, { status, body }: Answer): void {
  response.writeHead(status, { "content-type": contentType, "x-amzn-requestid": randomUUID() });
  response.end(JSON.stringify(body));
}
