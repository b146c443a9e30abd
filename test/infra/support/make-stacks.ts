import { ensurePlatform } from "./platform.ts";
import { root } from "./stack.ts";
import { synthesize } from "./synthesize.ts";

/** Production, and a stage as developers have it: a process of its own, beside the other tests (setup.ts). */
ensurePlatform(root);
await synthesize(root, "production");
await synthesize(root, "dev");
