import type { Context } from "hono";
import { raw } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Html, html } from "./html.ts";
import { pagePolicy, style } from "./style.ts";
import type { Viewer } from "./viewer.ts";

export interface Page {
  title: string;
  content: Html;
  /** Who looks at it; null where nobody has signed in. */
  viewer: Viewer | null;
  /** What of the menu it is. */
  place?: "incidents" | "settings";
  /** Where the browser goes on by itself. */
  refreshTo?: string;
}

export async function showPage(c: Context, page: Page, status: ContentfulStatusCode = 200): Promise<Response> {
  protect(c);
  c.header("Content-Security-Policy", pagePolicy);
  return c.html(await wholePage(page), status);
}

/** What a form is answered with: a reload then asks for the page, and not for the change once more. */
export function seeOther(c: Context, path: string): Response {
  protect(c);
  return c.redirect(path, 303);
}

function protect(c: Context): void {
  c.header("Cache-Control", "no-store");
  c.header("X-Frame-Options", "DENY");
  // With `no-referrer`, browsers send `Origin: null` with our own forms.
  c.header("Referrer-Policy", "same-origin");
}

function wholePage({ title, content, viewer, place, refreshTo }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refreshTo !== undefined && html`<meta http-equiv="refresh" content="0; url=${refreshTo}">`}
<title>${title} - Tessera</title>
<style>${raw(style)}</style>
</head>
<body>
<header>
<strong>Tessera</strong>
${viewer && menu(viewer, place)}
</header>
<main>
${content}
</main>
</body>
</html>
`;
}

function menu({ isAnonymous }: Viewer, place: Page["place"]): Html {
  const link = (path: string, text: string, isHere: boolean) =>
    isHere ? html`<a href="${path}" aria-current="page">${text}</a>` : html`<a href="${path}">${text}</a>`;
  return html`<nav class="row" aria-label="Main">
${link("/dashboard", "Incidents", place === "incidents")}
${link("/dashboard/settings", "Settings", place === "settings")}
</nav>
${
  isAnonymous
    ? html`<a href="/dashboard/sign-in">Sign in with a key</a>`
    : html`<form method="post" action="/dashboard/sign-out"><button>Sign out</button></form>`
}`;
}

/** What became of something, in the reader's way. */
export function notice(kind: "ok" | "error", message: string): Html {
  return html`<p class="notice ${kind}" role="${kind === "ok" ? "status" : "alert"}"><span>${message}</span></p>`;
}
