import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuiltFunction } from "../../../scripts/bundling/build-function.ts";
import { waitFor } from "../../support/wait.ts";

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

export const synthFolder = join(root, ".sst/synth");
export const failureFile = join(synthFolder, "failure.txt");

export function stackFile(stage: string): string {
  return join(synthFolder, `${stage}.json`);
}

/** The first start installs SST's components, which takes a minute on a slow line. */
const patienceMs = 240_000;

/** What the synthesis made, once it has. */
export async function loadStack(stage: "production" | "dev"): Promise<Stack> {
  const isOver = async () => existsSync(stackFile(stage)) || existsSync(failureFile);
  await waitFor(isOver, { what: `the stack of ${stage}`, timeoutMs: patienceMs });
  if (existsSync(failureFile)) throw new Error(readFileSync(failureFile, "utf8"));
  return JSON.parse(readFileSync(stackFile(stage), "utf8"));
}
