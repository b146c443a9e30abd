import type { IncidentContext } from "@tessera/core/incidents";
import { createIncidentQueue } from "@tessera/providers/aws";
import { createIncidentStore } from "@tessera/store/incidents";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { platforms } from "./lazy-platforms.ts";
import { runtime } from "./runtime.ts";
import { pause } from "./waiting.ts";

const { config, store, sqs } = runtime;

const ports = withFailpoint(
  {
    ...createIncidentStore(store.open),
    incidentQueue: createIncidentQueue({ client: sqs, queueUrl: config.TESSERA_INCIDENTS_QUEUE_URL }),
  },
  parseFailpoint(config.FAILPOINT),
);

/** What a caller brings along, in a request or in a function. */
type CallerContext = Omit<IncidentContext, keyof typeof ports | "platforms" | "publicUrl" | "random" | "pause">;

/** What incidents need beside what every function has. */
export function withIncidents<Context extends CallerContext>(context: Context): Context & IncidentContext {
  const publicUrl = config.DESK_PUBLIC_URL ?? null;
  return { ...context, ...ports, platforms, publicUrl, random: Math.random, pause };
}

/** For workers and sweeps of incidents. */
export function incidentContext(name: string): IncidentContext {
  return withIncidents(runtime.systemContext(name));
}
