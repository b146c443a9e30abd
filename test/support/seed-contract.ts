import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

interface SeedDocument {
  paths: Record<string, Record<string, { responses?: Record<string, unknown> }>>;
  components: Record<string, Record<string, object>>;
}

/** The project's own copy of seed 001. */
export const seed: SeedDocument = JSON.parse(
  readFileSync(new URL("../contract/fixtures/seed-001.openapi.json", import.meta.url), "utf8"),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(seed, "seed");

/** What a schema of the seed, named by its JSON pointer, says against a value; empty where it is valid. */
export function faultsAgainst(pointer: string, value: unknown): string[] {
  const validate = ajv.getSchema(`seed#${pointer}`);
  if (!validate) throw new Error(`seed 001 has no ${pointer}`);
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath || "/"} ${error.message}`);
}

/** Appendix D-1: the one status that the product adds. */
const added = new Set(["GET /tickets/v1/jobs 400"]);

/**
 * What seed 001 says against an answer: an undocumented status, or a body of another shape (G10, TF-24). Null where the
 * request was for no operation of the seed.
 */
export function contractFaults(
  method: string,
  url: string,
  answer: { status: number; body: unknown },
): string[] | null {
  const path = new URL(url, "http://localhost").pathname.replace("/v1/task-generation/jobs", "/tickets/v1/jobs");
  const template = Object.keys(seed.paths).find((candidate) => patternOf(candidate).test(path));
  const operation = template && seed.paths[template]?.[method.toLowerCase()];
  if (!operation) return null;

  const { status, body } = answer;
  const documented = operation.responses?.[status];
  if (!documented)
    return added.has(`${method} ${template} ${status}`) ? errorFaults(body) : [`${status} is undocumented`];
  if (JSON.stringify(documented).includes("#/components/responses/")) return errorFaults(body);
  const place = ["paths", template, method.toLowerCase(), "responses", String(status), "content", "application/json"];
  return faultsAgainst(`/${[...place, "schema"].map(escapePointer).join("/")}`, body);
}

function errorFaults(body: unknown): string[] {
  return faultsAgainst("/components/schemas/ErrorBody", body);
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);
}

function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}
