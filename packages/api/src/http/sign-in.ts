import { authenticateKey, contactPrincipal, isContactToken, type Principal } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import type { AppDependencies } from "./dependencies.ts";
import { enforceLimit } from "./rate-limit.ts";
import { sourceOf } from "./source.ts";

const bearer = /^bearer +([\x21-\x7e]+)$/i;

/** Unknown keys from one address in a minute before its tries are refused as such (J4). */
const wrongKeysPerMinute = 300;

/** Who presents the request's bearer key (TF-20), or the token of its sign-in link (PX-64). */
export async function signInByBearer(dependencies: AppDependencies, c: Context): Promise<Principal> {
  const key = bearerOf(c);
  if (key === undefined) throw new AppError("unauthorized", "An API key is required: Authorization: Bearer <api_key>");
  return signInByKey(dependencies, c, key);
}

/** Who presents this key, wherever in the request it stood. */
export async function signInByKey(dependencies: AppDependencies, c: Context, key: string): Promise<Principal> {
  try {
    if (!isContactToken(key)) return await authenticateKey(dependencies.system, key);
    return contactPrincipal(dependencies.contactTokens.verify(key, dependencies.system.now()));
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "unauthorized") await countWrongKey(dependencies, c);
    throw cause;
  }
}

/** What stands behind the word Bearer, if anything does. */
export function bearerOf(c: Context): string | undefined {
  return bearer.exec(c.req.header("authorization") ?? "")?.[1];
}

/** Only failures are counted and only failures are refused: neighbours of a guesser keep their access. */
function countWrongKey(dependencies: AppDependencies, c: Context): Promise<unknown> {
  const bucket = { keyId: `source:${sourceOf(c)}`, name: "wrong_key", limit: wrongKeysPerMinute };
  return enforceLimit(dependencies, bucket, "Too many wrong API keys");
}
