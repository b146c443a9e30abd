import { anonymousPrincipal, type Principal } from "@tessera/core/access";
import {
  getIncidentSettings,
  type SettingsContext,
  updateAnomaly,
  updateLlm,
  updateNoiseControl,
  updatePlatforms,
  updateRouting,
} from "@tessera/core/settings";
import { describe, expect, it } from "vitest";
import { createSettingsWorld, now, refusalOf } from "./settings-world.ts";

const jira = { baseUrl: "https://acme.atlassian.net", apiToken: "token-1", userEmail: "ada@acme.example" };

type Change = [name: string, run: (context: SettingsContext) => Promise<unknown>];
const changes: Change[] = [
  ["platforms", (context) => updatePlatforms(context, { patch: { jira: { enabled: true, ...jira } } })],
  ["routing", (context) => updateRouting(context, { patch: { low: [] } })],
  ["anomaly", (context) => updateAnomaly(context, { patch: { minimumScore: 0.9 } })],
  ["llm", (context) => updateLlm(context, { patch: { provider: "openai", model: "gpt-4", apiKey: "sk-1" } })],
  ["flapping", (context) => updateNoiseControl(context, { patch: { flapping: { enabled: true } } })],
];

describe("LC-46 settings are versioned and audited", () => {
  it.each(changes)("%s: one version and one entry", async (section, change) => {
    const { context, rows, entries } = createSettingsWorld();

    await change(context());

    expect(rows.get("tenant-1")).toMatchObject({ version: 1, updatedAt: now.toISOString() });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      tenantId: "tenant-1",
      subjectType: "incident_settings",
      subjectId: "tenant-1",
      action: "settings.updated",
      actor: "user:ada",
      details: { sections: [section] },
      oldValue: { [section]: expect.anything() },
      newValue: { [section]: expect.anything() },
    });
  });

  it("leave no trace of a patch that changes nothing", async () => {
    const { context, rows, entries } = createSettingsWorld();
    await updatePlatforms(context(), { patch: { jira: { enabled: true, ...jira } } });

    await updatePlatforms(context(), { patch: { jira: { enabled: true, apiToken: "****" } } });
    await updatePlatforms(context(), { patch: {} });
    await updateRouting(context(), { patch: { low: ["slack"] } });
    await updateAnomaly(context(), { patch: {} });
    await updateLlm(context(), { patch: {} });
    await updateNoiseControl(context(), { patch: { autoResolve: { enabled: false } } });

    expect(rows.get("tenant-1")?.version).toBe(1);
    expect(entries).toHaveLength(1);
  });

  it("name a secret that has changed, where both look the same", async () => {
    const { context, entries } = createSettingsWorld();
    const enter = (apiToken: string) => updatePlatforms(context(), { patch: { jira: { ...jira, apiToken } } });

    await enter("token-1");
    await enter("token-2");

    const masked = { enabled: false, ...jira, apiToken: "****" };
    expect(entries[1]).toMatchObject({
      details: { sections: ["platforms"], secrets: ["jira.apiToken"] },
      oldValue: { platforms: { jira: masked } },
      newValue: { platforms: { jira: masked } },
    });
  });

  it("keep every one of many changes at once", async () => {
    const { context, rows } = createSettingsWorld();

    await Promise.all(changes.map(([, change]) => change(context())));

    expect(rows.get("tenant-1")).toMatchObject({
      platforms: { jira: { enabled: true } },
      routing: { low: [] },
      anomaly: { minimumScore: 0.9 },
      llm: { provider: "openai" },
      flapping: { enabled: true },
      version: changes.length,
    });
  });
});

describe("X-24 who may see and change settings", () => {
  const people: [who: string, principal: Partial<Principal>, may: "change" | "see" | "nothing"][] = [
    ["an owner", { roles: ["owner"] }, "change"],
    ["an admin", { roles: ["admin"] }, "change"],
    ["a member", { roles: ["member"] }, "see"],
    ["a key for settings", { kind: "client", userId: null, roles: [], scopes: ["incidents:admin"] }, "change"],
    ["a key for incidents", { kind: "client", userId: null, roles: [], scopes: ["incidents:write"] }, "see"],
    ["a key that reads", { kind: "client", userId: null, roles: [], scopes: ["incidents:read"] }, "see"],
    [
      "a key for other things",
      { kind: "client", roles: [], scopes: ["admin", "tickets:read", "issues.edit"] },
      "nothing",
    ],
    ["a contact", { kind: "contact", roles: [], scopes: [] }, "nothing"],
    ["the product itself", { kind: "system", roles: [], scopes: [] }, "nothing"],
    ["whoever needs no key", anonymousPrincipal(), "change"],
  ];

  it.each(people)("%s may %s", async (_who, principal, may) => {
    const { context } = createSettingsWorld();

    const answers = await Promise.allSettled([
      getIncidentSettings(context(principal)),
      ...changes.map(([, change]) => change(context(principal))),
    ]);

    const [seen, ...changed] = answers.map(({ status }) => status === "fulfilled");
    expect(seen).toBe(may !== "nothing");
    expect(changed).toEqual(changes.map(() => may === "change"));
  });

  it("refuses a suspended client before anything else", async () => {
    const { context } = createSettingsWorld();

    const refusal = await refusalOf(updatePlatforms(context({ active: false }), { patch: null }));

    expect(refusal.code).toBe("client_suspended");
  });

  it("keeps tenants apart", async () => {
    const { context } = createSettingsWorld();
    await updatePlatforms(context(), { patch: { jira: { enabled: true, ...jira } } });

    const other = await getIncidentSettings(context({ tenantId: "tenant-2" }));

    expect(other.platforms.jira).toEqual({ enabled: false });
  });

  it("gives whoever needs no key the default tenant, under a name of its own", async () => {
    const { context, rows, entries } = createSettingsWorld();

    await updateRouting(context(anonymousPrincipal()), { patch: { low: [] } });

    expect([...rows.keys()]).toEqual(["default"]);
    expect(entries[0]?.actor).toBe("anonymous:anonymous");
  });
});
