import type { PlatformName } from "@tessera/core/settings";
import { platforms } from "@tessera/core/settings";
import { createEgress } from "@tessera/providers/http";
import { createPlatforms, createPlatformUrlCheck } from "@tessera/providers/platforms";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeMessage, startFakeSlack } from "../../support/platforms/index.ts";

function checkFor(allowHosts: readonly string[] = []) {
  return createPlatformUrlCheck({ egress: createEgress({ allowHosts }), allowHosts });
}

describe("F6 where a platform may be", () => {
  it.each<[PlatformName, string]>([
    ["pagerduty", "https://events.pagerduty.com"],
    ["pagerduty", "https://events.eu.pagerduty.com"],
    ["jira", "https://acme.atlassian.net"],
    ["jira", "https://ACME.atlassian.net/"],
    ["servicenow", "https://acme.service-now.com"],
    ["servicenow", "https://desk.acme.example"],
    ["opsgenie", "https://api.opsgenie.com"],
    ["opsgenie", "https://api.eu.opsgenie.com"],
    ["slack", "https://hooks.slack.com/services/T/B/x"],
  ])("%s: %s", (platform, url) => {
    expect(checkFor()(platform, url)).toBeNull();
  });

  it.each<[PlatformName, string, string]>([
    ["pagerduty", "https://evil.example", "must be on events.pagerduty.com or events.eu.pagerduty.com"],
    ["jira", "https://atlassian.net", "must be on *.atlassian.net"],
    ["jira", "https://evilatlassian.net", "must be on *.atlassian.net"],
    ["jira", "https://acme.atlassian.net.evil.example", "must be on *.atlassian.net"],
    ["opsgenie", "https://api.opsgenie.com.evil.example", "must be on api.opsgenie.com or api.eu.opsgenie.com"],
    ["slack", "https://evil.example/hooks.slack.com", "must be on hooks.slack.com"],
    ["slack", "http://hooks.slack.com/services/T/B/x", "must use https"],
    ["servicenow", "https://169.254.169.254", "must not point to a local, private or reserved host"],
    ["servicenow", "https://user:password@acme.service-now.com", "must not carry credentials"],
    ["servicenow", "not a url", "must be an absolute URL"],
  ])("%s is not at %s", (platform, url, fault) => {
    expect(checkFor()(platform, url)).toBe(fault);
  });

  it("is anywhere that the operator names", () => {
    const check = checkFor(["jira.acme.example", "127.0.0.1"]);

    expect(check("jira", "https://jira.acme.example/jira")).toBeNull();
    expect(check("slack", "http://127.0.0.1:4010/hook")).toBeNull();
    expect(check("jira", "https://other.acme.example")).toBe("must be on *.atlassian.net");
  });
});

describe("F5 a URL that was saved", () => {
  it("is checked again at each use: nothing goes to a host that is not the vendor's any more", async () => {
    const slack = await startFakeSlack();
    onTestFinished(() => slack.stop());
    const platforms = createPlatforms({ egress: createEgress({ allowHosts: ["127.0.0.1"] }), allowHosts: [] });

    const outcome = await platforms.connect("slack", slack.config).send(makeMessage());

    expect(outcome).toEqual({ kind: "failed", reason: "The URL is not allowed", retryable: false });
    expect(slack.requests).toEqual([]);
  });
});

describe("LC-42 settings of platforms", () => {
  it("have defaults for what need not be set", () => {
    const jira = { baseUrl: "https://acme.atlassian.net", apiToken: "t", userEmail: "a@acme.example" };
    const servicenow = { instanceUrl: "https://acme.service-now.com", username: "u", password: "p" };

    expect(platforms.pagerduty.config.parse({ routingKey: "k" }).apiUrl).toBe("https://events.pagerduty.com");
    expect(platforms.jira.config.parse(jira)).toMatchObject({ projectKey: "OPS", issueType: "Bug" });
    expect(platforms.servicenow.config.parse(servicenow)).toMatchObject({ table: "incident", assignmentGroup: null });
    expect(platforms.opsgenie.config.parse({ apiKey: "k" })).toMatchObject({ apiUrl: "https://api.opsgenie.com" });
  });

  it("fill in nothing that a change does not give", () => {
    expect(platforms.jira.patch.parse({ issueType: "Incident" })).toEqual({ issueType: "Incident" });
    expect(platforms.slack.patch.parse({ channel: null })).toEqual({ channel: null });
    expect(platforms.slack.patch.safeParse({ chanel: "#x" }).success).toBe(false);
    expect(platforms.jira.patch.safeParse({ projectKey: "a b" }).success).toBe(false);
  });

  it.each([
    ["a line break in a key", () => platforms.opsgenie.config.safeParse({ apiKey: "a\r\nx-evil: 1" })],
    ["a path as a table", () => platforms.servicenow.config.shape.table.safeParse("incident/../sys_user")],
    ["a query as a project", () => platforms.jira.config.shape.projectKey.safeParse('OPS" OR labels = "x')],
    ["a colon in a user's name", () => platforms.servicenow.config.shape.username.safeParse("a:b")],
    ["another scheme", () => platforms.slack.config.safeParse({ webhookUrl: "ftp://hooks.slack.com/x" })],
  ])("refuse %s", (_name, parse) => {
    expect(parse().success).toBe(false);
  });
});
