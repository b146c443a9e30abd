import type { IncidentBrief } from "@tessera/core/incidents";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import {
  connectTo,
  type FakeHost,
  makeBrief,
  makeMessage,
  startFakeJira,
  startFakeOpsgenie,
  startFakeServicenow,
  startFakeSlack,
} from "../../support/platforms/index.ts";

async function lives<Fake extends FakeHost>(started: Promise<Fake>): Promise<Fake> {
  const fake = await started;
  onTestFinished(() => fake.stop());
  return fake;
}

/** An incident all of whose texts are the same. */
function briefOf(text: string): IncidentBrief {
  const texts = { title: text, service: text, rootCause: text, impact: text, suggestedFix: text, traceId: text };
  return makeBrief({ ...texts, affectedServices: [text], reproduceSteps: [text], link: null });
}

const actions = ["trigger", "acknowledge", "resolve"] as const;

describe("K9 Slack shows the markup of an incident as it is written", () => {
  it.each([
    ["<!channel>", "&lt;!channel&gt;"],
    ["<!here|x>", "&lt;!here|x&gt;"],
    ["<@U1>", "&lt;@U1&gt;"],
    ["<https://evil.example|your bank>", "&lt;https://evil.example|your bank&gt;"],
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    ["a & b &lt;!channel&gt;", "a &amp; b &amp;lt;!channel&amp;gt;"],
  ])("%s", async (text, escaped) => {
    const fake = await lives(startFakeSlack());
    const slack = connectTo().connect("slack", fake.config);

    for (const action of actions) await slack.send(makeMessage({ action, incident: briefOf(text) }));

    expect(fake.posts).toHaveLength(3);
    for (const post of fake.posts) {
      expect(JSON.stringify(post)).toContain(escaped);
      expect(JSON.stringify(post)).not.toMatch(/[<>]/);
      expect(post.unfurl_links).toBe(false);
    }
    const shown = fake.posts.flatMap(({ blocks }) => blocks.flatMap(({ text: one, fields = [] }) => [one, ...fields]));
    expect(shown.every((one) => one === undefined || one.verbatim)).toBe(true);
  });
});

describe("K9 Jira shows the markup of an incident as it is written", () => {
  const Described = z.object({ fields: z.object({ summary: z.string(), description: z.string() }) });

  async function describedBy(text: string): Promise<string> {
    const fake = await lives(startFakeJira());
    await connectTo()
      .connect("jira", fake.config)
      .send(makeMessage({ incident: briefOf(text) }));
    return Described.parse(fake.requests[0]?.body).fields.description;
  }

  it.each([
    ["{code}x{code}", "\\{code\\}x\\{code\\}"],
    ["{html}<script>{html}", "\\{html\\}<script>\\{html\\}"],
    ["[~accountid:1]", "\\[\\~accountid:1\\]"],
    ["[bank|https://evil.example]", "\\[bank\\|https://evil.example\\]"],
    ["!https://evil.example/x.png!", "\\!https://evil.example/x.png\\!"],
    ["*bold* _it_ +u+ -gone-", "\\*bold\\* \\_it\\_ \\+u\\+ \\-gone\\-"],
    ["{color:red}", "\\{color:red\\}"],
    // Jira honours no escape right behind a backslash.
    ["\\{code}", "\\\u200b\\{code\\}"],
    ["a \\\\ b", "a \\\u200b\\\u200b b"],
    ["payment-service_v2", "payment-service_v2"],
  ])("%s", async (text, escaped) => {
    expect(await describedBy(text)).toContain(`*Root cause:* ${escaped}`);
  });

  it("lets no text open a line of its own", async () => {
    const description = await describedBy("x\nh1. Heading\r\n# item\u2028bq. quote\u0000\u001b[31m");

    for (const line of description.split(/[\n\r\u2028\u2029]/)) expect(line).toMatch(/^\*[A-Z]/);
    expect(description).not.toContain("\u0000");
    expect(description).not.toContain("\u001b");
  });

  it("and in comments", async () => {
    const fake = await lives(startFakeJira());
    const jira = connectTo().connect("jira", fake.config);
    await jira.send(makeMessage());

    await jira.send(makeMessage({ action: "resolve", ref: "OPS-1", incident: briefOf("{code}\nh1. x") }));

    expect(fake.issues[0]?.comments[0]).toContain("of \\{code\\} h1. x was resolved");
  });
});

describe("K9 Opsgenie, which reads HTML, shows tags as they are written", () => {
  it("in an alert and in notes", async () => {
    const fake = await lives(startFakeOpsgenie());
    const opsgenie = connectTo().connect("opsgenie", fake.config);
    const Read = z.object({ message: z.string(), description: z.string() }).or(z.object({ note: z.string() }));

    for (const action of actions) {
      await opsgenie.send(makeMessage({ action, incident: briefOf('<img src=x onerror="x()">') }));
    }

    expect(fake.requests).toHaveLength(3);
    for (const { body } of fake.requests) {
      const read = JSON.stringify(Read.parse(body));
      expect(read).toContain("&lt;img src=x");
      expect(read).not.toMatch(/[<>]/);
    }
  });
});

describe("K9 ServiceNow, which reads HTML between code tags", () => {
  it.each(["[code]<b>x</b>[/code]", "[CODE]<b>x</b>[/Code]", "[ code ]x[ / code ]"])(
    "finds none in %s",
    async (text) => {
      const fake = await lives(startFakeServicenow());
      const servicenow = connectTo().connect("servicenow", fake.config);
      await servicenow.send(makeMessage({ incident: briefOf(text) }));
      const ref = fake.records[0]?.sys_id ?? "";

      await servicenow.send(makeMessage({ action: "resolve", ref, incident: briefOf(text) }));

      expect(fake.requests).toHaveLength(2);
      for (const { body } of fake.requests) expect(JSON.stringify(body)).not.toMatch(/\[\s*\/?\s*code/i);
    },
  );
});
