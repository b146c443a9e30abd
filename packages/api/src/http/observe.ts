import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AppDependencies } from "./dependencies.ts";
import type { AppEnv } from "./env.ts";
import { requestIdOf } from "./request-id.ts";

/** Around every request: its id, the headers that every answer has, and one line in the access log (P-8, K8). */
export function observe(dependencies: AppDependencies): MiddlewareHandler<AppEnv> {
  const { log } = dependencies.system;
  return async (c, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(c.req.header("x-request-id"));
    c.set("requestId", requestId);
    c.set("log", log);
    c.header("X-Request-Id", requestId);
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    const { requests, readUnits, writeUnits } = await dependencies.capacity.run(() => next());

    const principal = c.get("principal");
    const route = routePath(c, -1);
    log.info("request", {
      requestId,
      // The same id that the job and its audit entries of this request carry.
      correlationId: requestId,
      tenantId: principal?.tenantId ?? null,
      // A contact's id is its e-mail address: logs are no place for that.
      clientId: principal?.kind === "contact" ? "contact" : (principal?.id ?? null),
      method: c.req.method,
      // The template, never the path: paths hold ids, and a guessed one may hold anything.
      route: route === "/*" ? null : route,
      status: c.res.status,
      durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
      table: { requests, readUnits, writeUnits },
    });
  };
}
