import type { ConvertContext } from "@tessera/core/tickets";
import type { TriggersContext } from "@tessera/core/triggers";
import { createObjectStore } from "@tessera/providers/objects";
import { createZones } from "@tessera/providers/time";
import { createDeskStore } from "@tessera/store";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { type ProductContext, runtime } from "./runtime.ts";
import { pause } from "./waiting.ts";

const { config, store, clock } = runtime;

const ports = {
  ...createDeskStore(store.open),
  zones: createZones(),
  objects: createObjectStore({
    bucket: config.TESSERA_ATTACHMENTS_BUCKET,
    region: config.AWS_REGION,
    endpoint: config.AWS_ENDPOINT_URL_S3,
    // Those of the function's role, as the SDK finds and renews them for the table.
    credentials: () => store.open.table.client.config.credentials(),
    now: clock.now,
  }),
  deskSettings: { reopenDays: config.RESOLVED_REOPEN_DAYS },
};

const guarded = withFailpoint(ports, parseFailpoint(config.FAILPOINT));

export type DeskFunctionContext = ProductContext & ConvertContext & TriggersContext;

/** What the support desk needs beside what every function has. */
export function withDesk(context: ProductContext): DeskFunctionContext {
  return { ...context, ...guarded, pause, idempotency: null };
}

/** For workers and sweeps of the desk. */
export function deskContext(name: string): DeskFunctionContext {
  return withDesk(runtime.systemContext(name));
}
