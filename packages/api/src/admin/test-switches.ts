import { createRoute } from "@hono/zod-openapi";
import { AppError } from "@tessera/core/errors";
import * as z from "zod";
import type { AppDependencies } from "../http/dependencies.ts";
import { json } from "../http/openapi.ts";
import type { Surface } from "../http/surface.ts";
import { type AdminGuards, body, errors, tags } from "./contract.ts";

/** No test needs more than a century, and a Date can hold no more than some. */
const centuryMs = 100 * 365 * 24 * 3_600_000;

const sweepRoute = createRoute({
  method: "post",
  path: "/admin/sweeps",
  operationId: "RunSweep",
  description: "Runs one scheduled sweep now. Not in production.",
  tags,
  request: body(z.strictObject({ name: z.string() })),
  responses: { 200: json(z.record(z.string(), z.number()), "The sweep's summary"), ...errors(400, 401, 403, 413, 500) },
});

const clockRoute = createRoute({
  method: "post",
  path: "/admin/clock",
  operationId: "MoveClock",
  description: "Moves the product's clock. Not in production.",
  tags,
  request: body(
    z.union([
      z.strictObject({ advance_ms: z.int().min(-centuryMs).max(centuryMs) }),
      z.strictObject({ set: z.iso.datetime({ offset: true }) }),
    ]),
  ),
  responses: {
    200: json(z.strictObject({ now: z.iso.datetime() }), "The time now"),
    ...errors(400, 401, 403, 413, 500),
  },
});

/** What only tests need. A switch that is off has no route, so it answers like any unknown path. */
export function serveTestSwitches(
  { app }: Surface,
  dependencies: AppDependencies,
  { withBody: middleware }: AdminGuards,
): void {
  const { sweeps, testClock, testSwitches } = dependencies;
  if (!testSwitches) return;

  app.openapi({ ...sweepRoute, middleware }, async (c) => {
    const { name } = c.req.valid("json");
    const sweep = Object.hasOwn(sweeps, name) ? sweeps[name] : undefined;
    if (!sweep) throw new AppError("invalid_request", `name: must be one of ${Object.keys(sweeps).join(", ")}`);
    return c.json(await sweep(), 200);
  });

  if (!testClock) return;
  app.openapi({ ...clockRoute, middleware }, (c) => {
    const move = c.req.valid("json");
    if ("set" in move) testClock.set(new Date(move.set));
    else testClock.advance(move.advance_ms);
    return c.json({ now: testClock.now().toISOString() }, 200);
  });
}
