import { createRoute } from "@hono/zod-openapi";
import type * as z from "zod";
import { json } from "../http/openapi.ts";
import {
  AnomalyConfigWire,
  ConfigWire,
  changed,
  LlmConfigWire,
  LlmStatusWire,
  LlmTestWire,
  NoiseWire,
  PatchWire,
  PlatformTestWire,
  RoutingWire,
  TestConnectionWire,
  updatedPlatforms,
} from "./config-wire.ts";
import { body, security } from "./contract.ts";
import { errors } from "./errors.ts";

const tags = ["incident settings"];

export const getConfigRoute = createRoute({
  method: "get",
  path: "/api/v1/config",
  operationId: "GetIncidentConfig",
  tags,
  security,
  responses: { 200: json(ConfigWire, "Everything, secrets masked"), ...errors() },
});

export const getNoiseRoute = createRoute({
  method: "get",
  path: "/api/v1/config/noise",
  operationId: "GetIncidentNoiseControl",
  tags,
  security,
  responses: { 200: json(NoiseWire, "What keeps incidents few"), ...errors() },
});

function patchRoute<const Path extends string, Schema extends z.ZodType>(
  path: Path,
  operationId: string,
  schema: Schema,
) {
  return createRoute({
    method: "patch",
    path,
    operationId,
    tags,
    security,
    request: body(PatchWire),
    responses: { 200: json(schema, "The settings as they are now"), ...errors(400, 409, 413) },
  });
}

export const platformsRoute = patchRoute("/api/v1/config/platforms", "UpdateIncidentPlatforms", updatedPlatforms);
export const routingRoute = patchRoute(
  "/api/v1/config/routing",
  "UpdateIncidentRouting",
  changed({ routing: RoutingWire }),
);
export const anomalyRoute = patchRoute(
  "/api/v1/config/anomaly",
  "UpdateAnomalySettings",
  changed({ anomaly: AnomalyConfigWire }),
);
export const llmRoute = patchRoute("/api/v1/config/llm", "UpdateIncidentLlm", changed({ llm: LlmConfigWire }));
export const noiseRoute = patchRoute(
  "/api/v1/config/noise",
  "UpdateIncidentNoiseControl",
  changed({ noise: NoiseWire }),
);

export const testConnectionRoute = createRoute({
  method: "post",
  path: "/api/v1/test-connection",
  operationId: "TestPlatformConnection",
  tags,
  security,
  request: body(TestConnectionWire),
  responses: { 200: json(PlatformTestWire, "Whether it works: `status` tells"), ...errors(400, 413) },
});

export const testLlmRoute = createRoute({
  method: "post",
  path: "/api/v1/test-llm",
  operationId: "TestIncidentLlm",
  tags,
  security,
  responses: { 200: json(LlmTestWire, "Whether it works: `status` tells"), ...errors() },
});

export const llmStatusRoute = createRoute({
  method: "get",
  path: "/api/v1/llm-status",
  operationId: "GetIncidentLlmStatus",
  tags,
  security,
  responses: { 200: json(LlmStatusWire, "Whether incidents get their analysis from the model"), ...errors() },
});
