import { createServer } from "@tessera/api/server";
import { apiDependencies } from "./api-dependencies.ts";
import { runtime } from "./runtime.ts";

/** All HTTP surfaces: behind a function URL in the cloud (functions/api.ts), behind Node's own server on a laptop. */
export const app = createServer(apiDependencies(runtime));
