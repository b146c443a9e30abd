import type { LazyPart } from "./bundling.ts";
import { type ProductFunction, productFunction } from "./function.ts";
import { maySend, tableAccess } from "./permissions.ts";
import type { Product } from "./product.ts";

interface Sweep {
  name: string;
  handler: string;
  description: string;
  every: `rate(${string})`;
  /** The queues that it leaves hints in. */
  hints: readonly ("jobs" | "callbacks" | "incidents")[];
  uses?: LazyPart[];
}

/** What time brings about. A minute is as often as EventBridge Scheduler runs. */
const sweeps: readonly Sweep[] = [
  {
    name: "ExpireJobs",
    handler: "functions/sweeps/expire-jobs.handler",
    description: "Repeats lost hints, ends stuck jobs, expires results",
    every: "rate(1 minute)",
    hints: ["jobs", "callbacks"],
  },
  {
    name: "SweepCallbacks",
    handler: "functions/sweeps/callbacks.handler",
    description: "Delivers callbacks whose hint was lost",
    every: "rate(1 minute)",
    hints: ["callbacks"],
  },
  {
    name: "SweepSla",
    handler: "functions/sweeps/sla-breaches.handler",
    description: "Warns of deadlines, marks breaches and acts on them",
    every: "rate(1 minute)",
    hints: [],
  },
  {
    name: "CloseTickets",
    handler: "functions/sweeps/auto-close.handler",
    description: "Closes resolved tickets that nobody has pushed back",
    every: "rate(1 minute)",
    hints: [],
  },
  {
    name: "DetachTags",
    handler: "functions/sweeps/detach-tags.handler",
    description: "Takes deleted tags off the tickets that still carry them",
    every: "rate(1 minute)",
    hints: [],
  },
  {
    name: "SweepForwardings",
    handler: "functions/sweeps/forwardings.handler",
    description: "Tells platforms of incidents what a lost hint or a failed attempt has left to tell",
    every: "rate(1 minute)",
    hints: ["incidents"],
    uses: ["platforms"],
  },
  {
    name: "SweepIncidents",
    handler: "functions/sweeps/incidents.handler",
    description: "Resolves incidents whose service is quiet, and repeats lost hints at them",
    every: "rate(1 minute)",
    hints: ["incidents"],
  },
];

const timeoutSeconds = 50;

export function schedules(product: Product): ProductFunction[] {
  return sweeps.map(({ name, handler, description, every, hints, uses = [] }) => {
    const sweep = productFunction(product, name, {
      handler,
      description,
      timeoutSeconds,
      permissions: [
        ...tableAccess(product.table),
        ...(hints.length > 0 ? [maySend(...hints.map((name) => product[name].queue))] : []),
      ],
      uses,
      // The next run does the work of a failed one: repeating it would only pile up.
      onFailure: { queue: product.undelivered, retries: 0 },
    });
    new sst.aws.CronV2(`${name}Schedule`, {
      function: sweep.lambda.arn,
      schedule: every,
      retries: 1,
      dlq: product.undelivered.arn,
      transform: {
        schedule: (schedule) => {
          schedule.description = description;
        },
      },
    });
    return sweep;
  });
}
