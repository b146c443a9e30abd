import type { Principal } from "@tessera/core/access";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppDependencies } from "../http/dependencies.ts";
import { anonymousCaller } from "../http/same-site.ts";
import { bearerOf, signInByBearer, signInByKey } from "../http/sign-in.ts";

const cookieName = "tessera_dashboard";
const cookiePath = "/dashboard";

/**
 * The key itself, as nothing else could say at once that it was revoked: until the browser is closed, out of reach of
 * scripts, and sent by no other site.
 */
export function openSession(dependencies: AppDependencies, c: Context, key: string): void {
  setCookie(c, cookieName, key, {
    path: cookiePath,
    httpOnly: true,
    sameSite: "Strict",
    secure: isSecure(dependencies, c),
  });
}

export function closeSession(c: Context): void {
  deleteCookie(c, cookieName, { path: cookiePath });
}

export function hasSession(c: Context): boolean {
  return Boolean(getCookie(c, cookieName));
}

/**
 * Who asks: by the cookie, or as on the other surfaces; without any key nobody in particular, where the operator allows
 * that (X-24, C-23). Undefined where a key is needed; throws where it is wrong, which never makes it nobody.
 */
export async function callerOf(dependencies: AppDependencies, c: Context): Promise<Principal | undefined> {
  const key = getCookie(c, cookieName);
  if (key) return signInByKey(dependencies, c, key);
  if (bearerOf(c) !== undefined) return signInByBearer(dependencies, c);
  return anonymousCaller(dependencies, c);
}

/** Behind a proxy that ends TLS the request itself does not say it: there the address that customers use does. */
function isSecure({ publicUrl }: AppDependencies, c: Context): boolean {
  const request = new URL(c.req.url);
  if (request.protocol === "https:") return true;
  const known = URL.parse(publicUrl ?? "");
  return known?.protocol === "https:" && known.host === (c.req.header("host") ?? request.host);
}
