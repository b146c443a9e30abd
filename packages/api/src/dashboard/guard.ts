import { authorizeIncidents, type IncidentAccess, type Principal } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import type { Context, MiddlewareHandler } from "hono";
import type { AppDependencies, IncidentRequestContext } from "../http/dependencies.ts";
import type { AppEnv } from "../http/env.ts";
import { takeFromBucket } from "../http/rate-limit.ts";
import { refuseOtherSites } from "../http/same-site.ts";
import { sourceOf } from "../http/source.ts";
import { type Form, readForm } from "./form.ts";
import { html } from "./html.ts";
import { seeOther, showPage } from "./page.ts";
import { callerOf, closeSession, hasSession } from "./session.ts";
import { signInPath } from "./sign-in-page.ts";
import { type Viewer, viewerOf } from "./viewer.ts";

/** Who asks, and what its verbs need. */
export interface Asked {
  context: IncidentRequestContext;
  viewer: Viewer;
}

/** Only the guard sets these: a route without it does not compile. */
interface PageEnv {
  Variables: AppEnv["Variables"] & Asked;
}

export interface FormEnv {
  Variables: PageEnv["Variables"] & { form: Form };
}

export interface DashboardGuard {
  /** Before a page. */
  page: MiddlewareHandler<PageEnv>;
  /** Before what a form is posted to. */
  form(access: IncidentAccess): MiddlewareHandler<FormEnv>;
}

export function createDashboardGuard(dependencies: AppDependencies): DashboardGuard {
  const admit = async (c: Context, principal: Principal, access: IncidentAccess): Promise<Asked> => {
    c.set("principal", principal);
    const context = dependencies.contextFor({ principal, correlationId: c.get("requestId") });
    authorizeIncidents(context, access);
    await takeFromBucket(dependencies, c, bucketOf(c, principal), "incidents");
    return { context: await dependencies.incidentContextFor(context), viewer: viewerOf(principal) };
  };

  return {
    page: async (c, next) => {
      const principal = await callerOf(dependencies, c).catch((cause) => giveUpSession(c, cause));
      if (!principal) return askForKey(c);
      const { context, viewer } = await admit(c, principal, "read");
      c.set("context", context);
      c.set("viewer", viewer);
      return next();
    },
    form: (access) => async (c, next) => {
      refuseOtherSites(c);
      const principal = await callerOf(dependencies, c);
      if (!principal) throw new AppError("unauthorized", "Sign in, and send the form once more.");
      const { context, viewer } = await admit(c, principal, access);
      c.set("context", context);
      c.set("viewer", viewer);
      c.set("form", await readForm(c));
      await next();
    },
  };
}

/** A key that was revoked while somebody was signed in with it: the next page asks for another. */
function giveUpSession(c: Context, cause: unknown): undefined {
  if (!(cause instanceof AppError) || cause.kind !== "unauthenticated" || !hasSession(c)) throw cause;
  closeSession(c);
}

/**
 * Links in a pager or a chat are followed from another site, and the browser keeps the cookie back then. A page of our
 * own that goes on at once brings it along.
 */
function askForKey(c: Context): Response | Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const path = `${pathname}${search}`;
  if (c.req.header("sec-fetch-site") !== "cross-site") {
    return seeOther(c, `${signInPath}?next=${encodeURIComponent(path)}`);
  }
  const content = html`<section><p><a href="${path}">Open the page</a></p></section>`;
  return showPage(c, { title: "One moment", content, viewer: null, refreshTo: path });
}

/** Callers without a key share none: each address has a bucket of its own. */
function bucketOf(c: Context, { kind, keyId, id }: Principal): string {
  return kind === "anonymous" ? `source:${sourceOf(c)}` : (keyId ?? id);
}
