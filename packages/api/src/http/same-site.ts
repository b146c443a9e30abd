import { anonymousPrincipal, type Principal } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import type { AppDependencies } from "./dependencies.ts";

/** Where a browser says that a request begins, if it is not with one of our own pages or with the person itself. */
const elsewhere: ReadonlySet<string | undefined> = new Set(["cross-site", "same-site"]);

/**
 * Throws where a page of another site has sent the request. Browsers say where a request comes from, and no page can
 * keep them from it; who says nothing is no browser, and acts for nobody but itself.
 */
export function refuseOtherSites(c: Context): void {
  const origin = c.req.header("origin");
  const isForeign = origin !== undefined && URL.parse(origin)?.host !== hostOf(c);
  if (!isForeign && !elsewhere.has(c.req.header("sec-fetch-site"))) return;
  throw new AppError("forbidden", "This request was sent by another site");
}

/**
 * The caller without a key, where the operator lets such callers in; undefined where it does not. Anybody's page
 * can reach a laptop by a name that leads there ("DNS rebinding"), and is of the same site then: without TLS, which no
 * such name can have, only addresses, names without a domain and our own name are answered.
 */
export function anonymousCaller({ allowAnonymous, publicUrl }: AppDependencies, c: Context): Principal | undefined {
  if (!allowAnonymous) return undefined;
  const { protocol } = new URL(c.req.url);
  const name = URL.parse(`http://${hostOf(c)}`)?.hostname ?? "";
  const isOurs = publicUrl !== null && URL.parse(publicUrl)?.hostname === name;
  if (protocol === "http:" && !isOurs && !isAddress(name) && name.replace(/\.localhost$/, "").includes(".")) {
    throw new AppError("forbidden", "By this name the product can only be called with an API key");
  }
  return anonymousPrincipal();
}

/** As the URL parser writes them: four numbers, or brackets. */
function isAddress(name: string): boolean {
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.+\])$/.test(name);
}

function hostOf(c: Context): string {
  return (c.req.header("host") ?? new URL(c.req.url).host).toLowerCase();
}
