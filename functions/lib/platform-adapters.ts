import type { Platforms } from "@tessera/core/incidents";
import { createPlatforms } from "@tessera/providers/platforms";
import { egress } from "./egress.ts";
import { runtime } from "./runtime.ts";

/** The vendors that incidents are told to: only functions that call them carry them. */
export const adapters: Platforms = createPlatforms({
  egress,
  allowHosts: runtime.config.EGRESS_ALLOW_HOSTS,
  now: runtime.clock.now,
});
