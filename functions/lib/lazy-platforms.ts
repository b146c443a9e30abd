import type { Platform, PlatformMessage, PlatformOutcome, Platforms, ProbeOutcome } from "@tessera/core/incidents";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { runtime } from "./runtime.ts";

type Connect = () => Promise<Platform>;

/** The calls, as a port of their own: a crash test dies before or after one of them (A12). */
const { platform } = withFailpoint(
  {
    platform: {
      send: async (connect: Connect, message: PlatformMessage): Promise<PlatformOutcome> =>
        (await connect()).send(message),
      probe: async (connect: Connect): Promise<ProbeOutcome> => (await connect()).probe(),
    },
  },
  parseFailpoint(runtime.config.FAILPOINT),
);

/** Loaded when a platform is first called: only bundles of functions that may do so hold them (stacks/bundling.ts). */
export const platforms: Platforms = {
  connect(name, config) {
    const connect = async () => (await import("./platform-adapters.ts")).adapters.connect(name, config);
    return {
      send: (message) => platform.send(connect, message),
      probe: () => platform.probe(connect),
    };
  },
};
