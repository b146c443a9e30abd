import { createRoute } from "@hono/zod-openapi";
import { AppError } from "@tessera/core/errors";
import { sendLoginLink } from "@tessera/core/tickets";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import type { AppDependencies } from "../http/dependencies.ts";
import type { AppEnv } from "../http/env.ts";
import { readJsonBody } from "../http/json-body.ts";
import { constant, json } from "../http/openapi.ts";
import { enforceLimit } from "../http/rate-limit.ts";
import { bearerOf } from "../http/sign-in.ts";
import { sourceOf } from "../http/source.ts";
import type { Surface } from "../http/surface.ts";
import { errors } from "./errors.ts";
import type { DeskGuard } from "./guard.ts";
import { body } from "./ticket-routes.ts";
import { AnyId, EmailAddress } from "./ticket-wire.ts";

const tags = ["support portal"];

const LoginWire = z
  .strictObject({
    email: EmailAddress,
    tenant: AnyId.default("default").openapi({ description: "Whose customer it is." }),
  })
  .openapi("PortalLogin");

const { 401: _nobodySignsIn, ...loginErrors } = errors(400, 413);

const loginRoute = createRoute({
  method: "post",
  path: "/portal/login",
  operationId: "SendPortalLink",
  description: "Sends the address a link that signs it in. The answer is the same for every address.",
  tags,
  security: [],
  request: body(LoginWire),
  responses: { 202: json(z.strictObject({ status: constant("sent") }), "Asked for"), ...loginErrors },
});

const SessionWire = z.strictObject({ email: z.string(), expiresAt: z.iso.datetime() }).openapi("PortalSession");

const sessionRoute = createRoute({
  method: "get",
  path: "/portal/session",
  operationId: "GetPortalSession",
  tags,
  responses: { 200: json(SessionWire, "Who the link's token is for, and until when"), ...errors(403) },
});

/** Mails that strangers can have sent: so many to one address, and so many by one source, in a quarter of an hour. */
const windowMinutes = 15;
const mailsPerAddress = 5;
const mailsPerSource = 30;

/** PX-64, D-20: the way in for customers. With the link's token they use the desk's own routes. */
export function servePortal({ app }: Surface, guard: DeskGuard, dependencies: AppDependencies): void {
  app.openapi({ ...loginRoute, middleware: openToAll(dependencies) }, async (c) => {
    const { email, tenant } = c.req.valid("json");
    await limitLogins(dependencies, `email:${email}`, mailsPerAddress);
    const portalUrl = `${dependencies.publicUrl ?? new URL(c.req.url).origin}/portal`;
    const { system, contactTokens, contactMailer } = dependencies;
    await sendLoginLink({ ...system, contactTokens, contactMailer }, { tenantId: tenant, email, portalUrl });
    return c.json({ status: "sent" as const }, 202);
  });

  app.openapi({ ...sessionRoute, middleware: guard({ permission: "issues.read", contacts: true }) }, (c) => {
    if (c.get("context").principal.kind !== "contact") {
      throw new AppError("forbidden", "Only who has signed in by a link has a portal session");
    }
    const { email, expiresAt } = dependencies.contactTokens.verify(bearerOf(c) ?? "", dependencies.system.now());
    return c.json({ email, expiresAt }, 200);
  });
}

/** What the desk's guard does, for a caller whom nobody knows. */
function openToAll(dependencies: AppDependencies): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    c.header("Cache-Control", "no-store");
    await limitLogins(dependencies, `source:${sourceOf(c)}`, mailsPerSource);
    await readJsonBody(c, dependencies.limits.maxBodyBytes);
    await next();
  };
}

function limitLogins(dependencies: AppDependencies, keyId: string, limit: number): Promise<void> {
  const bucket = { keyId, name: "portal_login", limit, windowMinutes };
  return enforceLimit(dependencies, bucket, "Too many sign-in links were asked for");
}
