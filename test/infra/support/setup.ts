import { ensurePlatform } from "./platform.ts";
import { root } from "./stack.ts";
import { synthesize } from "./synthesize.ts";

/** Before the tests of this project: production, and a stage as developers have it. */
export async function setup(): Promise<void> {
  ensurePlatform(root);
  // The first makes the bundles that the second only refers to.
  await synthesize(root, "production");
  await synthesize(root, "dev");
}
