import { authenticateKey, type Principal } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import type { AppDependencies } from "./dependencies.ts";
import { enforceLimit } from "./rate-limit.ts";
import { sourceOf } from "./source.ts";

const bearer = /^bearer +([\x21-\x7e]+)$/i;

/** Unknown keys from one address in a minute before its tries are refused as such (J4). */
const wrongKeysPerMinute = 300;

/** Who presents the request's bearer key (TF-20). */
export async function signInByBearer(dependencies: AppDependencies, c: Context): Promise<Principal> {
  const key = bearer.exec(c.req.header("authorization") ?? "")?.[1];
  if (key === undefined) throw new AppError("unauthorized", "An API key is required: Authorization: Bearer <api_key>");
  try {
    return await authenticateKey(dependencies.system, key);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "unauthorized") await countWrongKey(dependencies, c);
    throw cause;
  }
}

/** Only failures are counted and only failures are refused: neighbours of a guesser keep their access. */
function countWrongKey(dependencies: AppDependencies, c: Context): Promise<unknown> {
  const bucket = { keyId: `source:${sourceOf(c)}`, name: "wrong_key", limitPerMinute: wrongKeysPerMinute };
  return enforceLimit(dependencies, bucket, "Too many wrong API keys");
}
