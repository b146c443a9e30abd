import { timingSafeEqual } from "node:crypto";
import type { APIGatewayEventRequestContextV2 } from "aws-lambda";
import { Hono } from "hono";

interface Bindings {
  requestContext: APIGatewayEventRequestContextV2;
}

/**
 * The app as only CloudFront may call it. A function URL answers everybody, and sees CloudFront's address instead of the
 * caller's: what the edge says of its caller is believed from the edge alone (stacks/api.ts sets both headers).
 */
export function behindEdge(app: { fetch: Hono["fetch"] }, edgeKey: string | undefined): Hono<{ Bindings: Bindings }> {
  const edge = new Hono<{ Bindings: Bindings }>();
  edge.all("*", (c) => {
    if (edgeKey === undefined) return app.fetch(c.req.raw, c.env);
    if (!isSame(c.req.header("x-tessera-edge") ?? "", edgeKey)) {
      return c.json({ error: { code: "forbidden", message: "Call the product by its public name" } }, 403);
    }
    return app.fetch(c.req.raw, seenFromEdge(c.env, c.req.header("x-tessera-viewer")));
  });
  return edge;
}

function seenFromEdge(env: Bindings, viewer: string | undefined): Bindings {
  if (viewer === undefined) return env;
  const { requestContext } = env;
  return { ...env, requestContext: { ...requestContext, http: { ...requestContext.http, sourceIp: viewer } } };
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
