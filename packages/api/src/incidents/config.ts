import { getLlmStatus, testOwnLlm, testPlatform } from "@tessera/core/incidents";
import {
  getIncidentSettings,
  updateAnomaly,
  updateLlm,
  updateNoiseControl,
  updatePlatforms,
  updateRouting,
} from "@tessera/core/settings";
import type { Surface } from "../http/surface.ts";
import {
  anomalyRoute,
  getConfigRoute,
  getNoiseRoute,
  llmRoute,
  llmStatusRoute,
  noiseRoute,
  platformsRoute,
  routingRoute,
  testConnectionRoute,
  testLlmRoute,
} from "./config-routes.ts";
import { noiseToWire } from "./config-wire.ts";
import type { IncidentGuard } from "./guard.ts";
import { serve } from "./spellings.ts";

/** What a tenant sets up for its incidents, and whether that works (LC-40..LC-49, G-12). */
export function serveConfig({ app }: Surface, guard: IncidentGuard): void {
  const mayRead = guard({ access: "read" });
  const mayChange = guard({ access: "admin", body: "json" });
  const status = "ok" as const;

  serve(app, getConfigRoute, mayRead, async (c) => {
    const { platforms, routing, anomaly, llm } = await getIncidentSettings(c.get("context"));
    return c.json({ platforms, routing, anomaly, llm }, 200);
  });

  serve(app, getNoiseRoute, mayRead, async (c) => {
    return c.json(noiseToWire(await getIncidentSettings(c.get("context"))), 200);
  });

  serve(app, platformsRoute, mayChange, async (c) => {
    const { updated } = await updatePlatforms(c.get("context"), { patch: c.req.valid("json") });
    return c.json({ status, updated }, 200);
  });

  serve(app, routingRoute, mayChange, async (c) => {
    const routing = await updateRouting(c.get("context"), { patch: c.req.valid("json") });
    return c.json({ status, routing }, 200);
  });

  serve(app, anomalyRoute, mayChange, async (c) => {
    const anomaly = await updateAnomaly(c.get("context"), { patch: c.req.valid("json") });
    return c.json({ status, anomaly }, 200);
  });

  serve(app, llmRoute, mayChange, async (c) => {
    const llm = await updateLlm(c.get("context"), { patch: c.req.valid("json") });
    return c.json({ status, llm }, 200);
  });

  serve(app, noiseRoute, mayChange, async (c) => {
    const noise = await updateNoiseControl(c.get("context"), { patch: c.req.valid("json") });
    return c.json({ status, noise: noiseToWire(noise) }, 200);
  });

  serve(app, testConnectionRoute, mayChange, async (c) =>
    c.json(await testPlatform(c.get("context"), c.req.valid("json")), 200),
  );

  serve(app, testLlmRoute, guard({ access: "admin" }), async (c) => c.json(await testOwnLlm(c.get("context")), 200));

  serve(app, llmStatusRoute, mayRead, async (c) => c.json(await getLlmStatus(c.get("context")), 200));
}
