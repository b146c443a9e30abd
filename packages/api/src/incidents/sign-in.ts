import type { Principal } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import type { AppDependencies } from "../http/dependencies.ts";
import { anonymousCaller, refuseOtherSites } from "../http/same-site.ts";
import { signInByBearer, signInByKey } from "../http/sign-in.ts";

export const keyHeader = "x-logclaw-api-key";

/**
 * Who calls (X-24, C-23): a key of ours in LC's own header, or as a bearer. Without any it is nobody in particular,
 * where the operator allows that. A key that is wrong never becomes nobody.
 */
export async function signIn(dependencies: AppDependencies, c: Context): Promise<Principal> {
  const key = c.req.header(keyHeader);
  if (key !== undefined) return signInByKey(dependencies, c, key);
  if (c.req.header("authorization") !== undefined) return signInByBearer(dependencies, c);
  const nobody = anonymousCaller(dependencies, c);
  if (!nobody) {
    throw new AppError("unauthorized", `An API key is required: ${keyHeader}, or Authorization: Bearer <api_key>`);
  }
  // Any page that somebody has open could post to a product that runs on their laptop: no key stands in its way.
  refuseOtherSites(c);
  return nobody;
}
