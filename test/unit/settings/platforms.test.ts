import { getIncidentSettings, updatePlatforms } from "@tessera/core/settings";
import { describe, expect, it } from "vitest";
import { createSettingsWorld, refusalOf } from "./settings-world.ts";

const jira = { baseUrl: "https://acme.atlassian.net", apiToken: "token-1", userEmail: "ada@acme.example" };
const servicenow = { instanceUrl: "https://acme.service-now.com", username: "bot", password: "pass-1" };
const webhookUrl = "https://hooks.slack.com/services/T1/B1/x1";

/** A tenant with these platforms set up, and two verbs on them. */
async function settle(before: object = {}, allowHosts: readonly string[] = []) {
  const world = createSettingsWorld({ allowHosts });
  const patch = (body: unknown) => updatePlatforms(world.context(), { patch: body });
  const view = async () => (await getIncidentSettings(world.context())).platforms;
  await patch(before);
  return { ...world, patch, view };
}

describe("LC-42 changing platforms", () => {
  it("answers the names in the order given, and shows what was set with its secrets masked", async () => {
    const { patch, view } = await settle();

    const answer = await patch({ slack: { enabled: true, webhookUrl }, pagerduty: { enabled: true, routingKey: "k" } });

    expect(answer).toEqual({ updated: ["slack", "pagerduty"] });
    expect(await view()).toEqual({
      pagerduty: { enabled: true, routingKey: "****" },
      jira: { enabled: false },
      servicenow: { enabled: false },
      opsgenie: { enabled: false },
      slack: { enabled: true, webhookUrl: "****" },
    });
  });

  it("merges into what is there, platform by platform and field by field", async () => {
    const { patch, view } = await settle({ jira: { enabled: true, ...jira }, pagerduty: { routingKey: "k" } });

    await patch({ jira: { projectKey: "SRE" }, opsgenie: { enabled: true, apiKey: "g" } });

    const platforms = await view();
    expect(platforms.jira).toEqual({ enabled: true, ...jira, apiToken: "****", projectKey: "SRE" });
    expect(platforms.pagerduty).toEqual({ enabled: false, routingKey: "****" });
    expect(platforms.opsgenie).toEqual({ enabled: true, apiKey: "****" });
  });

  it("can be made in steps, enabled with the last one", async () => {
    const { patch, view } = await settle();

    await patch({ jira: { apiToken: "t" } });
    await patch({ jira: { baseUrl: jira.baseUrl, userEmail: jira.userEmail } });
    await patch({ jira: { enabled: true } });

    expect((await view()).jira).toMatchObject({ enabled: true });
  });

  it.each([
    [null, "must be an object with the platforms to change"],
    [[], "must be an object with the platforms to change"],
    ["slack", "must be an object with the platforms to change"],
    [{ teams: { enabled: true } }, "teams: unknown platform; known ones are pagerduty, jira, servicenow,"],
    [{ constructor: {} }, "constructor: unknown platform"],
    [JSON.parse('{"__proto__":{"enabled":true}}'), "__proto__: unknown platform"],
    [{ slack: true }, "slack: must be an object"],
    [{ slack: null }, "slack: must be an object"],
    [{ slack: [] }, "slack: must be an object"],
    [{ slack: { enabled: "yes" } }, "slack.enabled: must be true or false"],
    [{ slack: { enabled: null } }, "slack.enabled: must be true or false"],
    [{ slack: { colour: "red" } }, 'slack: Unrecognized key: "colour"'],
    [{ slack: { colour: null } }, 'slack: Unrecognized key: "colour"'],
    [{ slack: { toString: "x" } }, 'slack: Unrecognized key: "toString"'],
    [{ slack: { webhookUrl: 4 } }, "slack.webhookUrl: Invalid input"],
    [{ pagerduty: { routingKey: "" } }, "pagerduty.routingKey: must be 1 to 512 visible ASCII characters"],
    [{ jira: { projectKey: "no project" } }, "jira.projectKey: must be a Jira project key, like OPS"],
  ])("refuses %j", async (body, message) => {
    const { patch, rows } = await settle();

    const refusal = await refusalOf(patch(body));

    expect(refusal.code).toBe("invalid_request");
    expect(refusal.message).toContain(message);
    expect(rows.size).toBe(0);
  });

  it.each([
    [{ pagerduty: { enabled: true } }, "pagerduty: missing required fields: routingKey"],
    [{ jira: { enabled: true, baseUrl: jira.baseUrl } }, "jira: missing required fields: apiToken, userEmail"],
    [{ servicenow: { enabled: true } }, "servicenow: missing required fields: instanceUrl, username, password"],
    [{ opsgenie: { enabled: true } }, "opsgenie: missing required fields: apiKey"],
    [{ slack: { enabled: true, channel: "#ops" } }, "slack: missing required fields: webhookUrl"],
    [{ slack: { enabled: true, webhookUrl: null } }, "slack: missing required fields: webhookUrl"],
  ])("does not enable what cannot work: %j", async (body, message) => {
    const { patch } = await settle();

    expect(await refusalOf(patch(body))).toEqual({ code: "invalid_request", message });
  });

  it("does not take a required field from a platform that stays enabled", async () => {
    const { patch, view } = await settle({ jira: { enabled: true, ...jira } });

    const refusal = await refusalOf(patch({ jira: { userEmail: null } }));

    expect(refusal.message).toBe("jira: missing required fields: userEmail");
    expect((await view()).jira).toMatchObject({ userEmail: jira.userEmail });
  });

  it("takes away what is null, secrets as well", async () => {
    const { patch, view } = await settle({ slack: { enabled: true, webhookUrl, channel: "#ops" } });

    await patch({ slack: { channel: null } });
    const withoutChannel = (await view()).slack;
    await patch({ slack: { enabled: false, webhookUrl: null } });

    expect(withoutChannel).toEqual({ enabled: true, webhookUrl: "****" });
    expect((await view()).slack).toEqual({ enabled: false });
  });

  it("changes all platforms of a patch or none", async () => {
    const { patch, rows, entries } = await settle();

    await refusalOf(patch({ pagerduty: { enabled: true, routingKey: "k" }, jira: { enabled: true } }));

    expect([rows.size, entries.length]).toEqual([0, 0]);
  });
});

describe("J7 the mask in a patch", () => {
  it("keeps the stored secret", async () => {
    const { patch, rows } = await settle({ jira: { enabled: true, ...jira } });
    const sealed = rows.get("tenant-1")?.platforms.jira?.secrets.apiToken;

    await patch({ jira: { enabled: true, ...jira, apiToken: "****", issueType: "Incident" } });

    const after = rows.get("tenant-1")?.platforms.jira;
    expect(sealed).toBeDefined();
    expect(after?.secrets.apiToken).toBe(sealed);
    expect(after?.fields.issueType).toBe("Incident");
  });

  it.each([
    { pagerduty: { routingKey: "****" } },
    { slack: { enabled: true, webhookUrl: "****" } },
    { servicenow: { ...servicenow, password: "****" } },
  ])("keeps nothing where nothing is stored: %j", async (body) => {
    const { patch } = await settle();

    const refusal = await refusalOf(patch(body));

    expect(refusal.message).toMatch(/^\w+\.\w+: \*{4} keeps what is stored, and nothing is$/);
  });
});

describe("F6, Appendix D-26 a secret goes to the host that it was entered for", () => {
  const allowHosts = ["127.0.0.1", "desk.acme.example"];

  it.each([
    ["jira", jira, { baseUrl: "https://evil.atlassian.net" }, "jira.baseUrl", "apiToken"],
    ["jira", jira, { baseUrl: "https://evil.atlassian.net", apiToken: "****" }, "jira.baseUrl", "apiToken"],
    ["jira", jira, { baseUrl: "http://127.0.0.1:4000" }, "jira.baseUrl", "apiToken"],
    ["jira", jira, { baseUrl: "https://acme.atlassian.net/other" }, "jira.baseUrl", "apiToken"],
    ["jira", jira, { baseUrl: null, enabled: false }, "jira.baseUrl", "apiToken"],
    ["servicenow", servicenow, { instanceUrl: "https://x.service-now.com" }, "servicenow.instanceUrl", "password"],
    ["pagerduty", { routingKey: "k" }, { apiUrl: "https://events.eu.pagerduty.com" }, "pagerduty.apiUrl", "routingKey"],
    ["opsgenie", { apiKey: "k" }, { apiUrl: "http://127.0.0.1:4000" }, "opsgenie.apiUrl", "apiKey"],
    ["opsgenie", { apiKey: "k", apiUrl: "http://127.0.0.1:4000" }, { apiUrl: null }, "opsgenie.apiUrl", "apiKey"],
  ])("%s with %j refuses %j", async (name, before, change, field, secret) => {
    const { patch } = await settle({ [name]: { enabled: true, ...before } }, allowHosts);

    const message = `${field}: has changed, so ${secret} must be entered again`;
    expect(await refusalOf(patch({ [name]: change }))).toEqual({ code: "invalid_request", message });
  });

  it.each([
    ["the secret entered again", { baseUrl: "https://new.atlassian.net", apiToken: "token-2" }],
    ["the secret taken away", { baseUrl: "https://new.atlassian.net", apiToken: null, enabled: false }],
    ["the URL spelled in another way", { baseUrl: "https://ACME.atlassian.net/" }],
    ["the URL as it was", { baseUrl: jira.baseUrl, apiToken: "****" }],
  ])("takes %s", async (_what, change) => {
    const { patch } = await settle({ jira: { enabled: true, ...jira } });

    await expect(patch({ jira: change })).resolves.toEqual({ updated: ["jira"] });
  });

  it("takes another Slack webhook, which is a secret itself", async () => {
    const { patch } = await settle({ slack: { enabled: true, webhookUrl } });

    await expect(patch({ slack: { webhookUrl: `${webhookUrl}2` } })).resolves.toEqual({ updated: ["slack"] });
  });

  it.each([
    [{ slack: { webhookUrl: "https://hooks.example/x" } }, "slack.webhookUrl: must be on hooks.slack.com"],
    [{ jira: { baseUrl: "https://jira.acme.example" } }, "jira.baseUrl: must be on *.atlassian.net"],
    [{ pagerduty: { apiUrl: "https://169.254.169.254" } }, "pagerduty.apiUrl: must not point to a local,"],
    [{ servicenow: { instanceUrl: "http://acme.service-now.com" } }, "servicenow.instanceUrl: must use https"],
  ])("refuses a host that is no vendor's: %j", async (body, message) => {
    const { patch, rows } = await settle();

    expect((await refusalOf(patch(body))).message).toContain(message);
    expect(rows.size).toBe(0);
  });
});
