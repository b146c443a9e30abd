import type { Patience } from "@tessera/core/jobs";
import type { Context } from "hono";
import type { AppDependencies } from "./dependencies.ts";

/** Longer waits would meet the time limits of proxies and functions; who wants more asks again. */
const longestWaitSeconds = 20;

const token = "[!#$%&'*+.^_`|~\\w-]+";
const word = `(?:${token}|"(?:[^"\\\\]|\\\\.)*")`;
const parameter = `;[ \\t]*(?:${token}[ \\t]*(?:=[ \\t]*(?:${word}[ \\t]*)?)?)?`;
/** One preference of the list: its name, its value, and parameters that nobody here knows. */
const preference = new RegExp(
  `(?:[ \\t]*,)*[ \\t]*(${token})[ \\t]*(?:=[ \\t]*(?:(${word})[ \\t]*)?)?(?:${parameter})*(?:,|$)`,
  "gy",
);

/**
 * The seconds of a `Prefer: wait` (RFC 7240), at most what is granted; null where nothing that can be understood asks
 * for a wait. Of several the first counts.
 */
export function preferredWait(header: string | undefined): number | null {
  for (const [, name = "", value = ""] of header?.matchAll(preference) ?? []) {
    if (name.toLowerCase() === "wait") return secondsOf(value);
  }
  return null;
}

function secondsOf(value: string): number | null {
  const seconds = /^"?([0-9]+)"?$/.exec(value)?.[1];
  return seconds === undefined ? null : Math.min(Number(seconds), longestWaitSeconds);
}

/** How long this request may wait, and for how long its caller listens. Tells in the answer what was granted. */
export function grantWait(dependencies: AppDependencies, c: Context): Patience {
  const seconds = preferredWait(c.req.header("prefer"));
  if (seconds !== null) c.header("Preference-Applied", `wait=${seconds}`);
  return { limitMs: (seconds ?? 0) * 1_000, sleep: dependencies.sleep, signal: c.req.raw.signal };
}
