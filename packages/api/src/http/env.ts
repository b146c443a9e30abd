import type { Principal } from "@tessera/core/access";
import type { Log } from "@tessera/core/context";
import type { RequestContext } from "./dependencies.ts";

/** What every request carries. */
export interface AppEnv {
  Variables: {
    requestId: string;
    log: Log;
    /** Who is calling, once known; for the access log. */
    principal: Principal | undefined;
  };
}

/** Only a guard sets `context`, and verbs ask for it: a route without a guard does not compile. */
export interface GuardedEnv {
  Variables: AppEnv["Variables"] & { context: RequestContext };
}
