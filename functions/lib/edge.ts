import { timingSafeEqual } from "node:crypto";
import type { APIGatewayEventRequestContextV2 } from "aws-lambda";
import { Hono } from "hono";

interface Bindings {
  requestContext: APIGatewayEventRequestContextV2;
}

/**
 * The app as only CloudFront may call it. A function URL answers everybody, and sees CloudFront's address and its own name
 * instead of the caller's address and the name that was called: what the edge says of these is believed from the edge
 * alone (stacks/api.ts sets the headers).
 */
export function behindEdge(app: { fetch: Hono["fetch"] }, edgeKey: string | undefined): Hono<{ Bindings: Bindings }> {
  const edge = new Hono<{ Bindings: Bindings }>();
  edge.all("*", (c) => {
    if (edgeKey === undefined) return app.fetch(c.req.raw, c.env);
    if (!isSame(c.req.header("x-tessera-edge") ?? "", edgeKey)) {
      return c.json({ error: { code: "forbidden", message: "Call the product by its public name" } }, 403);
    }
    const { "x-tessera-viewer": viewer, "x-tessera-host": host } = c.req.header();
    return app.fetch(calledAs(c.req.raw, host), seenFromEdge(c.env, viewer));
  });
  return edge;
}

/** Browsers hold the name that was called against where a form comes from. */
function calledAs(request: Request, host: string | undefined): Request {
  const url = URL.parse(`https://${host}${new URL(request.url).pathname}${new URL(request.url).search}`);
  if (host === undefined || !url) return request;
  const headers = new Headers(request.headers);
  headers.set("host", host);
  const { method, body, signal } = request;
  return new Request(url, { method, headers, body, signal, ...(body && { duplex: "half" }) });
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
