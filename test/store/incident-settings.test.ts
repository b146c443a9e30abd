import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { TenantId } from "@tessera/core/access";
import {
  getIncidentSettings,
  loadIncidentSettings,
  platformConfigOf,
  type SettingsContext,
  updateAnomaly,
  updateLlm,
  updateNoiseControl,
  updatePlatforms,
  updateRouting,
} from "@tessera/core/settings";
import { createStore, tableDefinition } from "@tessera/store";
import { createIncidentStore } from "@tessera/store/incidents";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDynoxide } from "../../packages/local/src/dynoxide.ts";
import { makeAudit } from "../support/builders.ts";
import { testClient } from "../support/dynamo.ts";
import { createSettingsWorld } from "../unit/settings/settings-world.ts";
import { collect, signingKey, startWorld, type World } from "./world.ts";

const canary = "cAnArY-7f3a9e";
const webhookUrl = `https://hooks.slack.com/services/${canary}`;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** A caller of a tenant on this store. */
function contextOf(store: Pick<World, "incidentSettings">, tenantId: string): SettingsContext {
  return { ...createSettingsWorld().context({ tenantId }), incidentSettings: store.incidentSettings };
}

async function changeEverything(context: SettingsContext): Promise<void> {
  await updatePlatforms(context, {
    patch: {
      slack: { enabled: true, webhookUrl },
      jira: { enabled: true, baseUrl: "https://a.atlassian.net", apiToken: canary, userEmail: "a@b.example" },
    },
  });
  await updateRouting(context, { patch: { low: [] } });
  await updateAnomaly(context, { patch: { minimumScore: 0.123456789, lookbackWindow: "30m" } });
  await updateLlm(context, { patch: { provider: "openai", model: "gpt-4", apiKey: canary } });
  const maintenanceWindows = [{ startsAt: "2026-03-01T12:00:00Z", endsAt: "2026-03-02T12:00:00Z" }];
  await updateNoiseControl(context, { patch: { maintenanceWindows } });
}

describe("LC-46 the settings of incidents in the table", () => {
  it("are the same to another instance at once, with a whole chain of entries", async () => {
    const tenantId = randomUUID();
    const context = contextOf(world, tenantId);
    const elsewhere = contextOf(world.another(), tenantId);

    await changeEverything(context);

    const seen = await getIncidentSettings(elsewhere);
    const settings = await loadIncidentSettings(elsewhere, tenantId as TenantId);
    expect(seen).toEqual(await getIncidentSettings(context));
    expect(seen).toMatchObject({ anomaly: { minimumScore: 0.123456789 }, llm: { provider: "openai", apiKey: "****" } });
    expect(await platformConfigOf(elsewhere, settings, "slack")).toEqual({ webhookUrl, channel: null });
    expect(settings).toMatchObject({ version: 5, audit: { sequence: 5 } });
    expect(await world.audit.verify({ type: "incident_settings", id: tenantId })).toEqual({ entries: 5, fault: null });
  });

  it("survive the end of the process and of the engine", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tessera-settings-"));
    const open = async () => {
      const engine = await startDynoxide({ dataFile: join(folder, "table.sqlite") });
      const client = testClient(engine.endpoint);
      const store = createStore({ client, tableName: "settings", signingKey });
      return { engine, client, context: contextOf(createIncidentStore(store.open), "tenant-1") };
    };
    const close = async ({ client, engine }: Awaited<ReturnType<typeof open>>) => {
      client.destroy();
      await engine.stop();
    };
    try {
      const before = await open();
      await before.client.send(new CreateTableCommand(tableDefinition("settings")));
      await changeEverything(before.context);
      const saved = await getIncidentSettings(before.context);
      await close(before);

      const after = await open();
      const found = await getIncidentSettings(after.context);
      const settings = await loadIncidentSettings(after.context, "tenant-1" as TenantId);
      const config = await platformConfigOf(after.context, settings, "jira");
      await close(after);

      expect(found).toEqual(saved);
      expect(config).toMatchObject({ apiToken: canary, projectKey: "OPS" });
      // J7: nor does the folder of the data know a secret.
      const bytes = readdirSync(folder).map((file) => readFileSync(join(folder, file), "latin1"));
      expect(bytes.join()).toContain("a.atlassian.net");
      expect(bytes.join()).not.toContain(canary);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("keep every one of changes that come at once by several instances", async () => {
    const tenantId = randomUUID();
    const first = contextOf(world, tenantId);
    const second = contextOf(world.another(), tenantId);
    const third = contextOf(world.another(), tenantId);

    await Promise.all([
      updatePlatforms(first, { patch: { pagerduty: { enabled: true, routingKey: "k" } } }),
      updatePlatforms(second, { patch: { opsgenie: { enabled: true, apiKey: "k" } } }),
      updateRouting(third, { patch: { low: ["opsgenie"] } }),
      updateAnomaly(first, { patch: { minimumScore: 0.5 } }),
      updateAnomaly(second, { patch: { lookbackWindow: "1h" } }),
      updateLlm(third, { patch: { provider: "disabled" } }),
    ]);

    expect(await getIncidentSettings(first)).toMatchObject({
      platforms: { pagerduty: { enabled: true }, opsgenie: { enabled: true } },
      routing: { low: ["opsgenie"] },
      anomaly: { minimumScore: 0.5, lookbackWindow: "1h" },
      llm: { provider: "disabled" },
    });
    expect(await world.audit.verify({ type: "incident_settings", id: tenantId })).toEqual({ entries: 6, fault: null });
  });

  it("refuse a write over another version, and write no entry for it", async () => {
    const tenantId = randomUUID();
    const context = contextOf(world, tenantId);
    await updateRouting(context, { patch: { low: [] } });
    const settings = await loadIncidentSettings(context, tenantId as TenantId);

    const audit = makeAudit({ id: tenantId, tenantId }, { subjectType: "incident_settings" });
    const stale = world.incidentSettings.save(settings, audit);

    await expect(stale).rejects.toMatchObject({ code: "stale_write" });
    expect(await collect(world.audit.entries({ type: "incident_settings", id: tenantId }))).toHaveLength(1);
  });

  it("are of one tenant alone", async () => {
    await updateRouting(contextOf(world, randomUUID()), { patch: { low: [] } });

    expect(await world.incidentSettings.find(randomUUID() as TenantId)).toBeUndefined();
  });
});

describe("J7 a raw dump of the table", () => {
  it("holds the canary in no item, whatever was done with it", async () => {
    const tenantId = randomUUID();
    const context = contextOf(world, tenantId);
    await changeEverything(context);
    await updatePlatforms(context, { patch: { slack: { webhookUrl: `${webhookUrl}2` } } });
    await updatePlatforms(context, { patch: { slack: { enabled: false, webhookUrl: null } } });

    // Only this test looks at the whole table, beside the store.
    const { Items = [] } = await world.dynamo.client.send(new ScanCommand({ TableName: world.dynamo.tableName }));

    const dump = JSON.stringify(Items);
    expect(dump).toContain(`SETTINGS#${tenantId}`);
    expect(dump).toContain(`AUDIT#incident_settings#${tenantId}`);
    expect(dump).not.toContain(canary);
  });
});
