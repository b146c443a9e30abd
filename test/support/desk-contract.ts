import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { ownsPath, surfacePaths } from "../../packages/api/src/surface-paths.ts";

interface Content {
  schema?: object;
}

interface Documented {
  $ref?: string;
  content?: Record<string, Content>;
}

interface Operation {
  operationId: string;
  responses: Record<string, Documented>;
}

/** The product's own OpenAPI document, as it serves it. */
export interface ProductDocument {
  paths: Record<string, Record<string, Operation>>;
}

export interface CheckedAnswer {
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

/** Whether a path is the support desk's. */
export function isDeskPath(path: string): boolean {
  return ownsPath(surfacePaths.support, pathOf(path));
}

/** Whether it is that of incidents, in any of its spellings. */
export function isIncidentPath(path: string): boolean {
  return ownsPath(surfacePaths.incidents, pathOf(path)) && !isDeskPath(path);
}

/** What the check below is about. */
export function isContractPath(path: string): boolean {
  return isDeskPath(path) || isIncidentPath(path);
}

function pathOf(url: string): string {
  return url.split("?")[0] ?? url;
}

/**
 * What a document says against answers of the desk and of incidents: an undocumented status or media type, or a body of another shape
 * (G10). Null where the request was for no operation of it.
 */
export function createContractCheck(document: ProductDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, "product");
  const templates = Object.keys(document.paths)
    .filter(isContractPath)
    // A static segment wins over a parameter.
    .toSorted((a, b) => parametersIn(a) - parametersIn(b))
    .map((template) => ({ template, pattern: patternOf(template) }));

  return (method: string, url: string, answer: CheckedAnswer): string[] | null => {
    const path = new URL(url, "http://localhost").pathname;
    const template = templates.find(({ pattern }) => pattern.test(path))?.template ?? "";
    const operation = document.paths[template]?.[method.toLowerCase()];
    if (!operation) return null;
    const documented = operation.responses[answer.status];
    if (!documented) return [`${operation.operationId}: ${answer.status} is undocumented`];
    if (!documented.content) return answer.text === "" ? [] : ["the body must be empty"];
    const [type = ""] = answer.headers.get("content-type")?.split(";") ?? [];
    if (!documented.content[type]) return [`the content type ${type} is undocumented`];
    const place = ["paths", template, method.toLowerCase(), "responses", String(answer.status), "content", type];
    return type === "application/json" ? faultsOf(schemaAt(ajv, place), answer.body) : [];
  };
}

function schemaAt(ajv: Ajv2020, place: readonly string[]): ValidateFunction | undefined {
  return ajv.getSchema(`product#/${[...place, "schema"].map(escapePointer).join("/")}`);
}

function faultsOf(validate: ValidateFunction | undefined, value: unknown): string[] {
  if (!validate) return ["there is no schema"];
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath || "/"} ${error.message}`);
}

function parametersIn(template: string): number {
  return template.split("{").length;
}

/** all spellings of a path of incidents are one in the document. */
function patternOf(template: string): RegExp {
  const spelled = isIncidentPath(template)
    ? template.replace(/^\/api(?:\/v1)?(?=\/)/, "(?:/api/ticketing)?/api(?:/v1)?")
    : template;
  return new RegExp(`^${spelled.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);
}

function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}
