import { createApp } from "@tessera/api";
import { handle } from "hono/aws-lambda";
import { apiDependencies } from "./lib/api-dependencies.ts";
import { runtime } from "./lib/runtime.ts";

export const app = createApp(apiDependencies(runtime));
export const handler = handle(app);
