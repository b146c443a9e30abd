import type { PlatformUrlCheck } from "@tessera/core/settings";
import type { Egress } from "../http/index.ts";

/** What adapters need of their surroundings. */
export interface PlatformTools {
  egress: Egress;
  checkUrl: PlatformUrlCheck;
  now(): Date;
  /** For everything that one `send` or `probe` asks of a platform (LC-47). */
  timeoutMs: number;
}
