import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Cron } from "croner";
import { invoke, type LambdaHandler, localAccount, localArn, localRegion } from "./lambda.ts";
import type { LocalLog } from "./log.ts";

/** What EventBridge Scheduler hands to a function when a schedule has no input of its own. */
export interface ScheduleEvent {
  version: "0";
  id: string;
  "detail-type": "Scheduled Event";
  source: "aws.scheduler";
  account: string;
  time: string;
  region: string;
  resources: string[];
  /** A text, unlike the detail of other events. */
  detail: "{}";
}

export interface Schedule {
  name: string;
  everySeconds: number;
  handler: LambdaHandler<ScheduleEvent>;
}

export interface Schedules {
  /** Runs each schedule once, now. */
  runAll(): Promise<void>;
  /** Starts no further run and gives those under way this long. */
  stop(graceMs: number): Promise<void>;
}

/** Runs functions at fixed intervals. A run that takes longer than its interval is never overtaken by the next. */
export function startSchedules(options: { schedules: readonly Schedule[]; log: LocalLog }): Schedules {
  const running = new Set<Promise<void>>();

  const crons = options.schedules.map((schedule) => {
    const run = async (): Promise<void> => {
      try {
        await invoke(schedule.handler, scheduleEvent(schedule.name));
      } catch (cause) {
        options.log.warn("a scheduled run failed", { schedule: schedule.name, cause: String(cause) });
      }
    };
    const tracked = async (): Promise<void> => {
      const current = run();
      running.add(current);
      await current;
      running.delete(current);
    };
    return new Cron("* * * * * *", { interval: schedule.everySeconds, protect: true, unref: true }, tracked);
  });

  return {
    async runAll() {
      await Promise.all(crons.map((cron) => cron.trigger()));
    },
    async stop(graceMs) {
      for (const cron of crons) cron.stop();
      await Promise.race([Promise.all(running), sleep(graceMs, undefined, { ref: false })]);
    },
  };
}

function scheduleEvent(name: string): ScheduleEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: localAccount,
    time: new Date().toISOString().replace(/\.\d{3}Z$/, "Z"),
    region: localRegion,
    resources: [localArn("scheduler", `schedule/default/${name}`)],
    detail: "{}",
  };
}
