// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";
import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import type { AppEnv } from "./env.ts";

export type OpenApiDocument = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

/** A JSON body of a route's contract. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** A literal as `const`; by itself the generator writes an enum of one. */
export function constant<const Value extends string>(value: Value) {
  const metadata = { type: "string", const: value } as const;
  return z.literal(value).openapi(metadata);
}

export const apiVersion = "0.1.0";

export const localServer = { url: "http://127.0.0.1:8080", description: "Local development" };

/** Describes an app from the schemas that validate its requests. */
export function describeApp(
  app: OpenAPIHono<AppEnv>,
  info: { title: string; version: string; description: string },
  servers: readonly { url: string; description: string }[] = [localServer],
): OpenApiDocument {
  const { webhooks: _none, ...document } = app.getOpenAPI31Document(
    {
      openapi: "3.1.0",
      info,
      servers: [...servers],
      security: [{ bearerApiKey: [] }],
    },
    { unionPreferredType: "oneOf" },
  );
  shareParameters(document);
  return document;
}

/** Serves a document; it is made once, when somebody first asks. */
export function serveDocument(
  app: OpenAPIHono<AppEnv>,
  path: string,
  describe: () => OpenApiDocument | Promise<OpenApiDocument>,
): void {
  let text: string | undefined;
  app.get(path, async (c) => {
    text ??= JSON.stringify(await describe());
    return c.body(text, 200, { "Content-Type": "application/json" });
  });
}

/** Parameters that are registered by name are referred to, once for all operations of their path, as in seed 001. */
function shareParameters(document: OpenApiDocument): void {
  for (const [component, shared] of Object.entries(document.components?.parameters ?? {})) {
    if (!("name" in shared)) continue;
    for (const path of Object.values(document.paths ?? {})) {
      const operations = [path.get, path.post, path.delete].filter((operation) => operation !== undefined);
      const used = operations.map((operation) => dropParameter(operation, shared.name));
      if (used.includes(true)) path.parameters = [{ $ref: `#/components/parameters/${component}` }];
    }
  }
}

/** Whether the operation had it. */
function dropParameter(operation: { parameters?: object[] }, name: string): boolean {
  const { parameters = [] } = operation;
  const others = parameters.filter((parameter) => !("name" in parameter && parameter.name === name));
  if (others.length > 0) operation.parameters = others;
  else delete operation.parameters;
  return others.length < parameters.length;
}
