import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import * as z from "zod";

const channel = "http.server.request.start";
const PutEvents = z.object({ Entries: z.array(z.object({ DetailType: z.string(), Detail: z.string() })) });

export interface BusListener {
  /** What was put on the bus so far. */
  events: { type: string; detail: Record<string, unknown> }[];
  stop(): void;
}

/** Hears what a product in this process puts on its event bus, which has no rule for strangers. */
export function listenToBus(): BusListener {
  const events: BusListener["events"] = [];
  const hear = (message: unknown) => {
    // What Node says to this channel.
    const { request } = message as { request: IncomingMessage };
    if (request.headers["x-amz-target"] !== "AWSEvents.PutEvents") return;
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      const { Entries } = PutEvents.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      events.push(...Entries.map(({ DetailType, Detail }) => ({ type: DetailType, detail: JSON.parse(Detail) })));
    });
  };
  subscribe(channel, hear);
  return { events, stop: () => void unsubscribe(channel, hear) };
}
