import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { logFault } from "../http/answer-error.ts";
import { type Dialect, statusByKind, toAppError } from "../http/dialect.ts";
import type { AppEnv } from "../http/env.ts";
import type { Surface } from "../http/surface.ts";
import { html } from "./html.ts";
import { showPage } from "./page.ts";
import { signInPath } from "./sign-in-page.ts";

/** For people: only its statuses are used, as every fault is a page here. */
export const pageDialect: Dialect = {
  challenge: null,
  answer: (error) => ({ status: statusByKind[error.kind], body: {} }),
};

const titles: Partial<Record<number, string>> = {
  400: "That does not work",
  401: "Please sign in",
  403: "You may not do this",
  404: "There is nothing here",
  405: "That is no way to ask for this page",
  413: "That is too much",
  429: "Too many requests",
};

/** Whatever was thrown, as a page. Faults of the inside keep their words inside. */
export function showFault(c: Context<AppEnv>, cause: unknown): Promise<Response> {
  const error = toAppError(cause);
  const status = statusByKind[error.kind];
  if (status >= 500) logFault(c, error);
  if (error.details.retryAfterSeconds !== undefined) c.header("Retry-After", String(error.details.retryAfterSeconds));
  return faultPage(c, status, status >= 500 ? `Please try again. Request ${c.get("requestId")}` : error.message);
}

/** The 404 and 405 of a path of ours: the surface knows which, and says so in headers too. */
export function showUnrouted(c: Context<AppEnv>, surface: Surface): Response | Promise<Response> {
  const bare = surface.unrouted(c);
  if (bare instanceof Promise || bare.status === 204) return bare;
  return bare.status === 405
    ? faultPage(c, 405, "This page is not made for that method.")
    : faultPage(c, 404, "There is no such page.");
}

function faultPage(c: Context, status: ContentfulStatusCode, message: string): Promise<Response> {
  const title = titles[status] ?? "Something went wrong";
  const content = html`<section>
<h1>${title}</h1>
<p>${message}</p>
<p class="row"><a href="/dashboard">To the incidents</a>
${(status === 401 || status === 403) && html`<a href="${signInPath}">Sign in with another key</a>`}</p>
</section>`;
  return showPage(c, { title, content, viewer: null }, status);
}

/**
 * Runs what a form asks for. Answers what speaks against it, for showing it beside the form, or undefined. Whatever no
 * other entry would mend goes on to the fault page.
 */
export async function refusalOf(act: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await act();
    return undefined;
  } catch (cause) {
    if (!(cause instanceof AppError) || !mendable.has(cause.kind)) throw cause;
    return { status: statusByKind[cause.kind], message: cause.message };
  }
}

export interface Refusal {
  status: ContentfulStatusCode;
  message: string;
}

const mendable: ReadonlySet<AppError["kind"]> = new Set(["validation", "semantic", "conflict", "precondition"]);
