import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { FakeRequest } from "./fake-host.ts";

export type SentRequest = Pick<FakeRequest, "method" | "path" | "query" | "body">;

/** All that is wrong with a request by a vendor's contract. */
export type FindFaults = (request: SentRequest) => string[];

/** The parts of a vendor's contract that we read: OpenAPI 3, or Swagger 2, whose body is a parameter. */
interface ApiContract {
  paths: Record<string, Record<string, Operation>>;
}
interface Operation {
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, { schema: AnySchemaObject }> };
}
interface Parameter {
  name: string;
  in: string;
  schema?: AnySchemaObject;
  /** Where Swagger 2 has the schema of what is not a body. */
  type?: string;
  enum?: unknown[];
}

function readContract(file: string) {
  const path = join(process.env.TESSERA_SHARED ?? "", "contracts", file);
  // Words of other dialects, which Ajv2020 would not read: they change nothing for what we send.
  return JSON.parse(readFileSync(path, "utf8"), (key, value) =>
    (key === "nullable" && typeof value === "boolean") || key === "$schema" ? undefined : value,
  );
}

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addFormat("url", URL.canParse);
  return ajv;
}

/** A contract that is one JSON Schema, for the body of every request. */
export function loadSchema(file: string): FindFaults {
  const ajv = createAjv();
  const validate = ajv.compile(readContract(file));
  return ({ body }) => (validate(body) ? [] : [ajv.errorsText(validate.errors)]);
}

/** A contract with operations: our path must be one of them, and so must each of our parameters and fields. */
export function loadApi(file: string, pathInContract: (path: string) => string): FindFaults {
  const ajv = createAjv();
  const contract: ApiContract = readContract(file);
  ajv.addSchema(contract, file);

  const resolve = <Found>(found: Found | { $ref: string }): Found =>
    // A reference of a contract leads to a thing of the kind that stands in its place.
    isReference(found) ? (valueAt(contract, found.$ref) as Found) : found;

  const valueFaults = (schema: AnySchemaObject, value: unknown, what: string): string[] => {
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${file}#/`)));
    return validate(value) ? [] : [`${what}: ${ajv.errorsText(validate.errors)}`];
  };

  function bodyFaults(operation: Operation, parameters: readonly Parameter[], body: unknown): string[] {
    const schema =
      operation.requestBody?.content["application/json"]?.schema ?? parameters.find((one) => one.in === "body")?.schema;
    if (!schema) return body === undefined ? [] : ["a body that is not asked for"];
    const known = fieldsOf(schema, resolve);
    const unknown = Object.keys(Object(body)).filter((name) => known.size > 0 && !known.has(name));
    return [...valueFaults(schema, body, "body"), ...unknown.map((name) => `body: unknown field ${name}`)];
  }

  return ({ method, path, query, body }) => {
    const found = findOperation(contract, method, pathInContract(path));
    if (!found) return [`no operation ${method} ${path}`];
    const parameters = (found.operation.parameters ?? []).map(resolve);
    const given: Record<string, Record<string, string>> = { path: found.values, query };
    return [
      ...Object.entries(given).flatMap(([place, values]) =>
        Object.entries(values).flatMap(([name, value]) => {
          const parameter = parameters.find((one) => one.in === place && one.name === name);
          if (!parameter) return [`unknown ${place} parameter ${name}`];
          const schema = parameter.schema ?? { type: parameter.type, enum: parameter.enum };
          return valueFaults(schema, typed(value, schema), name);
        }),
      ),
      ...bodyFaults(found.operation, parameters, body),
    ];
  };
}

function findOperation(contract: ApiContract, method: string, path: string) {
  for (const [template, operations] of Object.entries(contract.paths)) {
    const pattern = template.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const match = new RegExp(`^${pattern}$`).exec(path);
    const operation = operations[method.toLowerCase()];
    if (match && operation) return { operation, values: { ...match.groups } };
  }
  return undefined;
}

/** What stands in a URL is text, whatever its schema says. */
function typed(value: string, schema: AnySchemaObject): unknown {
  if (schema.type === "integer" && /^-?\d+$/.test(value)) return Number(value);
  return schema.type === "boolean" && /^(?:true|false)$/.test(value) ? value === "true" : value;
}

/** Some contracts leave their objects open: a field that they do not name is a slip of ours all the same. */
function fieldsOf(schema: AnySchemaObject, resolve: (found: AnySchemaObject) => AnySchemaObject): Set<string> {
  const resolved = resolve(schema);
  const parts: AnySchemaObject[] = resolved.allOf ?? [];
  return new Set([...Object.keys(resolved.properties ?? {}), ...parts.flatMap((part) => [...fieldsOf(part, resolve)])]);
}

function isReference(value: unknown): value is { $ref: string } {
  return typeof value === "object" && value !== null && "$ref" in value;
}

function valueAt(document: unknown, pointer: string): unknown {
  const steps = pointer.replace(/^#\//, "").split("/");
  return steps.reduce<unknown>((value, step) => Object(value)[step], document);
}
