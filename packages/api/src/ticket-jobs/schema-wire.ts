import { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { TicketsResult } from "./result-wire.ts";

export const TicketsSchemaResponse = z
  .strictObject({
    input_schema_version: z.string().openapi({ example: "tickets.input.v1" }),
    result_schema_version: z.string().openapi({ example: "tickets.result.v1" }),
    schema_json: z.string().openapi({ description: "tickets.result.v1 JSON schema document encoded as a string." }),
  })
  .openapi("TicketsSchemaResponse");

let answer: z.infer<typeof TicketsSchemaResponse> | undefined;

/** The versions and the result's schema (TF-60); made once, as it never changes while the product runs. */
export function schemaWire(): z.infer<typeof TicketsSchemaResponse> {
  answer ??= {
    input_schema_version: "tickets.input.v1",
    result_schema_version: "tickets.result.v1",
    schema_json: resultSchemaJson(),
  };
  return answer;
}

/** The same schema as in the OpenAPI document, made to stand alone: OpenAPI 3.1 speaks JSON Schema 2020-12. */
function resultSchemaJson(): string {
  const app = new OpenAPIHono();
  app.openAPIRegistry.register("TicketsResult", TicketsResult);
  const { components } = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } });
  const { TicketsResult: result, ...definitions } = components?.schemas ?? {};
  return JSON.stringify({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:taskforge:tickets.result.v1",
    title: "tickets.result.v1",
    ...result,
    $defs: definitions,
  }).replaceAll("#/components/schemas/", "#/$defs/");
}
