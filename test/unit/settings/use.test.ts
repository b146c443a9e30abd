import { inspect } from "node:util";
import type { TenantId } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import {
  loadIncidentSettings,
  openPlatform,
  type PlatformName,
  platformConfigOf,
  platforms,
  targetsOf,
  updateLlm,
  updatePlatforms,
  updateRouting,
} from "@tessera/core/settings";
import { describe, expect, it } from "vitest";
import { createSettingsWorld, refusalOf } from "./settings-world.ts";

const webhookUrl = "https://hooks.slack.com/services/T1/B1/x1";

async function settle(patch: object) {
  const world = createSettingsWorld();
  const context = world.context();
  await updatePlatforms(context, { patch });
  // What authorizeIncidents would answer for this tenant.
  const load = () => loadIncidentSettings(context, "tenant-1" as TenantId);
  return { ...world, context, load, settings: await load() };
}

describe("LC-42 settings as adapters get them", () => {
  it.each([
    ["pagerduty", { routingKey: "k" }, { routingKey: "k", apiUrl: "https://events.pagerduty.com" }],
    [
      "jira",
      { baseUrl: "https://acme.atlassian.net", apiToken: "t", userEmail: "ada@acme.example", projectKey: "SRE" },
      {
        baseUrl: "https://acme.atlassian.net",
        apiToken: "t",
        userEmail: "ada@acme.example",
        projectKey: "SRE",
        issueType: "Bug",
      },
    ],
    ["slack", { webhookUrl }, { webhookUrl, channel: null }],
  ] as const)("%s: in clear, with defaults, and only where it is enabled", async (name, given, config) => {
    const on = await settle({ [name]: { enabled: true, ...given } });
    const off = await settle({ [name]: given });

    expect(await platformConfigOf(on.context, on.settings, name)).toEqual(config);
    expect(await platformConfigOf(off.context, off.settings, name)).toBeNull();
    expect(await openPlatform(off.context, off.settings, name)).toEqual({ kind: "complete", config });
  });

  it("LC-47: say what is missing", async () => {
    const { context, settings } = await settle({ jira: { userEmail: "ada@acme.example" } });

    expect(await openPlatform(context, settings, "jira")).toEqual({
      kind: "incomplete",
      missing: ["baseUrl", "apiToken"],
    });
    expect(await openPlatform(context, settings, "opsgenie")).toEqual({ kind: "incomplete", missing: ["apiKey"] });
    expect(await platformConfigOf(context, settings, "jira")).toBeNull();
  });

  it("LC-43: go to the enabled platforms of a severity's route, in its order", async () => {
    const { context, load } = await settle({
      pagerduty: { enabled: true, routingKey: "k" },
      slack: { enabled: true, webhookUrl },
      opsgenie: { apiKey: "k" },
    });
    await updateRouting(context, { patch: { critical: ["slack", "opsgenie", "pagerduty", "jira"] } });

    const settings = await load();

    expect(targetsOf(settings, "critical")).toEqual(["slack", "pagerduty"]);
    expect(targetsOf(settings, "medium")).toEqual([]);
  });
});

describe("J7, LC-41 a secret is nowhere in clear", () => {
  const canary = "cAnArY-7f3a9e";
  const hook = `https://hooks.slack.com/services/${canary}`;
  const hostile: { [Name in PlatformName]: object } = {
    pagerduty: { enabled: true, routingKey: canary },
    jira: { enabled: true, baseUrl: "https://a.atlassian.net", apiToken: canary, userEmail: "a@b.example" },
    servicenow: { enabled: true, instanceUrl: "https://a.service-now.com", username: "u", password: canary },
    opsgenie: { enabled: true, apiKey: canary },
    slack: { enabled: true, webhookUrl: hook },
  };

  it("in no row, entry or log line", async () => {
    const { context, rows, entries, logged } = await settle(hostile);

    await updateLlm(context, { patch: { provider: "openai", model: "gpt-4", apiKey: canary } });
    await updatePlatforms(context, { patch: { opsgenie: { apiKey: `${canary}2` } } });
    await updatePlatforms(context, { patch: { opsgenie: { enabled: false, apiKey: null } } });

    const left = JSON.stringify([[...rows], entries, logged]);
    expect(entries).toHaveLength(4);
    expect(left).not.toContain(canary);
    expect(left).toContain("****");
  });

  it.each<[object]>([
    ...Object.entries(platforms).flatMap(([name, { secrets }]) =>
      secrets.flatMap((field): [object][] => [
        [{ [name]: { enabled: true, [field]: canary.repeat(200) } }],
        [{ [name]: { enabled: true, [field]: [canary] } }],
        [{ [name]: { enabled: true, [field]: canary, unknown: canary } }],
      ]),
    ),
    [{ slack: { webhookUrl: `https://evil.example/${canary}` } }],
    [{ slack: { webhookUrl: `http://hooks.slack.com/${canary}` } }],
    [{ jira: { baseUrl: `https://u:${canary}@a.atlassian.net` } }],
    [{ jira: { baseUrl: "https://b.atlassian.net" }, opsgenie: { apiKey: `${canary}2` } }],
  ])("in no error: %j", async (patch) => {
    const { context } = await settle(hostile);

    const failure: unknown = await updatePlatforms(context, { patch }).catch((cause: unknown) => cause);

    expect(failure).toBeInstanceOf(AppError);
    expect(inspect(failure, { depth: 9 })).not.toContain(canary);
  });

  it("in no error of the model's key", async () => {
    const { context } = await settle({});

    const refusal = await refusalOf(updateLlm(context, { patch: { provider: "openai", apiKey: `${canary} ` } }));

    expect(refusal.message).not.toContain(canary);
  });
});
