import type { Patience } from "@tessera/core/jobs";
import type { World } from "./jobs-world.ts";

/** Waiting that only moves the clock, and after each pause does the next thing of a script. */
export function patience(world: World, script: (() => Promise<unknown>)[] = [], limitMs = 600_000) {
  const pauses: number[] = [];
  const gone = new AbortController();
  const waiting: Patience = {
    limitMs,
    signal: gone.signal,
    sleep: async (ms) => {
      pauses.push(ms);
      world.advance(ms);
      await script[pauses.length - 1]?.();
    },
  };
  return { waiting, pauses, gone };
}
