import { createApp } from "@tessera/api";
import { apiDependencies } from "./api-dependencies.ts";
import { runtime } from "./runtime.ts";

/** All HTTP surfaces: behind a function URL in the cloud (functions/api.ts), behind Node's own server on a laptop. */
export const app = createApp(apiDependencies(runtime));
