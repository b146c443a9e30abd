import { createEgress } from "@tessera/providers/http";
import { runtime } from "./runtime.ts";

/** The way out to hosts that callers name. Apart from the runtime: most functions never leave the product. */
export const egress = createEgress({ allowHosts: runtime.config.EGRESS_ALLOW_HOSTS });
