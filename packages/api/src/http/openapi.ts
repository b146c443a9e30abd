import type { OpenAPIHono } from "@hono/zod-openapi";
import type * as z from "zod";
import type { AppEnv } from "./env.ts";

export type OpenApiDocument = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

/** A JSON body of a route's contract. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

export const apiVersion = "0.1.0";

/** Describes an app from the schemas that validate its requests. */
export function describeApp(
  app: OpenAPIHono<AppEnv>,
  about: { info: { title: string; version: string; description: string } },
): OpenApiDocument {
  const { webhooks: _none, ...document } = app.getOpenAPI31Document(
    {
      openapi: "3.1.0",
      ...about,
      servers: [{ url: "http://127.0.0.1:8080", description: "Local development" }],
      security: [{ bearerApiKey: [] }],
    },
    { unionPreferredType: "oneOf" },
  );
  shareParameters(document);
  return document;
}

/** Parameters that are registered by name are referred to, once for all operations of their path, as in seed 001. */
function shareParameters(document: OpenApiDocument): void {
  const shared = Object.entries(document.components?.parameters ?? {});
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of [path.get, path.post, path.delete]) {
      for (const [name, component] of shared) {
        const isShared = (parameter: object): boolean =>
          "name" in component && "name" in parameter && parameter.name === component.name;
        if (!operation?.parameters?.some(isShared)) continue;
        operation.parameters = operation.parameters.filter((parameter) => !isShared(parameter));
        if (operation.parameters.length === 0) delete operation.parameters;
        path.parameters = [{ $ref: `#/components/parameters/${name}` }];
      }
    }
  }
}
