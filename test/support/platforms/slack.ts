import type { PlatformConfigs } from "@tessera/core/settings";
import * as z from "zod";
import { type FakeHost, refuse, startFakeHost } from "./fake-host.ts";

const path = "/services/T00000000/B00000000/webhook-secret";

const Text = (limit: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: z.string().min(1).max(limit), verbatim: z.boolean().optional() });
const Section = z.strictObject({
  type: z.literal("section"),
  text: Text(3_000).optional(),
  fields: z.array(Text(2_000)).min(1).max(10).optional(),
});
const Message = z.strictObject({
  text: z.string().min(1).max(40_000),
  blocks: z
    .array(Section.refine(({ text, fields }) => text ?? fields))
    .min(1)
    .max(50),
  unfurl_links: z.boolean().optional(),
  channel: z.string().optional(),
});
export type SlackPost = z.infer<typeof Message>;

export interface FakeSlack extends FakeHost {
  config: PlatformConfigs["slack"];
  posts: SlackPost[];
}

/** One incoming webhook of Slack. */
export async function startFakeSlack(): Promise<FakeSlack> {
  const posts: SlackPost[] = [];
  const host = await startFakeHost((request) => {
    if (request.path !== path) return { status: 404, body: "no_service" };
    const message = Message.safeParse(request.body);
    if (request.method !== "POST" || !message.success) return refuse(400);
    posts.push(message.data);
    return { status: 200, body: "ok" };
  });
  return { ...host, posts, config: { webhookUrl: `${host.url}${path}`, channel: null } };
}
