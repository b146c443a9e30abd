import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuiltFunction } from "../../../scripts/bundling/build-function.ts";

/** What a component asks Pulumi to make: its type, its logical name, and its inputs with every output resolved. */
export interface Resource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** A function as SST would bundle it. */
export interface Build extends BuiltFunction {
  functionId: string;
  handler: string;
}

/** Everything that `sst deploy` would make for one stage. */
export interface Stack {
  stage: string;
  providers: Record<string, unknown>;
  removal: string;
  protect: boolean;
  resources: Resource[];
  builds: Build[];
}

export const root = join(import.meta.dirname, "../../..");

export function stackFile(stage: string): string {
  return join(root, ".sst/synth", `${stage}.json`);
}

export function readStack(stage: "production" | "dev"): Stack {
  return JSON.parse(readFileSync(stackFile(stage), "utf8"));
}
