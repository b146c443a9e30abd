export { createApp } from "./app.ts";
export type { AppDependencies, Consumed, RequestContext } from "./http/dependencies.ts";
