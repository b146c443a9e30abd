import { type EventPage, followEvents, type Patience } from "@tessera/core/jobs";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { AppDependencies } from "../http/dependencies.ts";
import type { GuardedEnv } from "../http/env.ts";
import { eventFrame, heartbeatFrame, openingFrame, streamFrames } from "../http/event-stream.ts";
import { eventToWire } from "./events-wire.ts";

/** Proxies take a connection that says nothing for half a minute for dead. */
const heartbeatMs = 15_000;

const json = "application/json";
const eventStream = "text/event-stream";

/** Who names neither form, or any, gets JSON. */
export function wantsStream(c: Context): boolean {
  return accepts(c, { header: "Accept", supports: [json, eventStream], default: json }) === eventStream;
}

/** The page and what follows it, as server-sent events (WHATWG HTML, 9.2). */
export function answerStream(c: Context<GuardedEnv>, dependencies: AppDependencies, page: EventPage): Response {
  // The one status that keeps a browser from coming back for ever.
  if (page.ended && page.events.length === 0) return c.body(null, 204);

  const gone = new AbortController();
  const frames = framesOf(c, page, {
    limitMs: dependencies.eventStreamLimitMs,
    sleep: dependencies.sleep,
    signal: AbortSignal.any([c.req.raw.signal, gone.signal]),
  });
  return c.body(streamFrames(frames, gone), 200, { "Content-Type": eventStream });
}

async function* framesOf(c: Context<GuardedEnv>, start: EventPage, patience: Patience): AsyncGenerator<string> {
  const [context, log] = [c.get("context"), c.get("log")];
  const told = { requestId: c.get("requestId"), events: start.events.length, looks: 0 };
  let spokeAtMs = context.now().getTime();
  try {
    yield openingFrame + framesIn(start);
    for await (const page of followEvents(context, start, patience)) {
      told.looks += 1;
      told.events += page.events.length;
      const nowMs = context.now().getTime();
      const silent = page.events.length === 0;
      if (silent && nowMs - spokeAtMs < heartbeatMs) continue;
      spokeAtMs = nowMs;
      yield silent ? heartbeatFrame : framesIn(page);
    }
  } catch (cause) {
    // The answer has begun, so it can only end; its client comes back and goes on where it was.
    log.error("event stream broke off", { ...told, cause: String(cause) });
  } finally {
    log.info("event stream ended", told);
  }
}

function framesIn({ events }: EventPage): string {
  return events
    .map(eventToWire)
    .map((event) => eventFrame({ id: event.id, type: event.type, data: event }))
    .join("");
}
