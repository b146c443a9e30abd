import { streamHandle } from "hono/aws-lambda";
import { app } from "./lib/app.ts";
import { behindEdge } from "./lib/edge.ts";
import { runtime } from "./lib/runtime.ts";

export const handler = streamHandle(behindEdge(app, runtime.config.TESSERA_EDGE_KEY));
