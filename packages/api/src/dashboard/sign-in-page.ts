import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { html } from "./html.ts";
import { notice, showPage } from "./page.ts";

export const signInPath = "/dashboard/sign-in";

interface SignIn {
  /** Where to go on to. */
  next: string;
  fault?: string;
}

export function showSignIn(c: Context, { next, fault }: SignIn, status?: ContentfulStatusCode): Promise<Response> {
  const content = html`<section>
<h1>Sign in</h1>
${fault !== undefined && notice("error", fault)}
<form method="post" action="${signInPath}">
<input type="hidden" name="next" value="${next}">
<div class="fields"><div>
<label for="key">API key</label>
<input id="key" name="key" type="password" required autocomplete="current-password">
</div></div>
<button class="main">Sign in</button>
</form>
<p class="soft">A key with the scope incidents:read sees incidents, incidents:write works on them, and incidents:admin
changes the settings. It stays in this browser until you sign out or close it.</p>
</section>`;
  return showPage(c, { title: "Sign in", content, viewer: null }, status);
}

/** A page of the dashboard, whatever was asked for: a sign-in never leads out of it. */
export function pageBehind(next: string | null | undefined): string {
  const base = "http://dashboard.invalid";
  const url = URL.parse(next ?? "", base);
  const isOurs = url?.origin === base && /^\/dashboard(\/|$)/.test(url.pathname) && url.pathname !== signInPath;
  return isOurs ? `${url.pathname}${url.search}` : "/dashboard";
}
