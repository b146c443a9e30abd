import {
  createClient,
  createTenant,
  liveSecrets,
  rotateTenantWebhookSecret,
  rotateWebhookSecret,
  tenantWebhookSecrets,
} from "@tessera/core/access";
import { describe, expect, it } from "vitest";
import { holds, makeAccess } from "./memory-access.ts";

async function withClient() {
  const world = makeAccess();
  const tenant = await createTenant(world.context, { name: "Acme" });
  const { id: clientId } = await createClient(world.context, { tenantId: tenant.id, name: "Importer" });
  const live = () => liveSecrets(world.clients.get(clientId)?.webhookSecrets ?? [], world.context.now());
  return { ...world, clientId, live };
}

describe("X-21, E1 rotating a webhook secret", () => {
  it("shows the new one once; both sign for 24 hours, the new one first, then it alone", async () => {
    const { context, clientId, live, advanceHours } = await withClient();
    const [first] = live();

    const { secret } = await rotateWebhookSecret(context, { clientId });

    expect(live().map(({ sealed }) => sealed)).toEqual([`sealed:${secret}`, first?.sealed]);
    advanceHours(23.99);
    expect(live()).toHaveLength(2);
    advanceHours(0.01);
    expect(live().map(({ sealed }) => sealed)).toEqual([`sealed:${secret}`]);
  });

  it("makes secrets of 32 random bytes in the form of Standard Webhooks", async () => {
    const { context, clientId } = await withClient();

    const { secret } = await rotateWebhookSecret(context, { clientId });

    expect(secret.startsWith("whsec_")).toBe(true);
    expect(Buffer.from(secret.slice("whsec_".length), "base64")).toHaveLength(32);
  });

  it("does not lengthen the life of a secret that was rotated before", async () => {
    const { context, clientId, live, advanceHours } = await withClient();
    await rotateWebhookSecret(context, { clientId });
    advanceHours(12);
    await rotateWebhookSecret(context, { clientId });

    advanceHours(12);

    expect(live()).toHaveLength(2);
  });

  it("keeps no more than five, however often it is called", async () => {
    const { context, clientId, live } = await withClient();

    for (let rotation = 0; rotation < 8; rotation += 1) await rotateWebhookSecret(context, { clientId });

    expect(live()).toHaveLength(5);
  });

  it("writes the secret into no audit entry", async () => {
    const { context, clientId, entries } = await withClient();

    const { secret } = await rotateWebhookSecret(context, { clientId });

    expect(entries.at(-1)).toMatchObject({ action: "client.webhook_secret_rotated", subjectId: clientId });
    expect(holds(entries, secret)).toBe(false);
  });

  it("answers not found for an unknown client", async () => {
    const { context } = await withClient();

    await expect(rotateWebhookSecret(context, { clientId: "nobody" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("refuses a key without the admin scope", async () => {
    const { context } = makeAccess({ scopes: [] });

    await expect(rotateWebhookSecret(context, { clientId: "c" })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("PX-66, E1 a tenant's webhook secret", () => {
  async function withTenant() {
    const world = makeAccess();
    const { id: tenantId } = await createTenant(world.context, { name: "Acme" });
    const live = () => liveSecrets(world.tenants.get(tenantId)?.webhookSecrets ?? [], world.context.now());
    return { ...world, tenantId, live };
  }

  it("is rotated as a client's is: shown once, the old one signs along for 24 hours", async () => {
    const { context, tenantId, live, entries, advanceHours } = await withTenant();
    const first = await rotateTenantWebhookSecret(context, { tenantId });
    const second = await rotateTenantWebhookSecret(context, { tenantId });

    expect(live().map(({ sealed }) => sealed)).toEqual([`sealed:${second.secret}`, `sealed:${first.secret}`]);
    expect(entries.slice(1)).toMatchObject([
      { action: "tenant.webhook_secret_rotated", subjectType: "tenant", subjectId: tenantId, tenantId },
      { action: "tenant.webhook_secret_rotated", subjectType: "tenant", subjectId: tenantId, tenantId },
    ]);
    expect(holds(entries, second.secret)).toBe(false);
    advanceHours(24);
    expect(live().map(({ sealed }) => sealed)).toEqual([`sealed:${second.secret}`]);
  });

  it("is made once when many need it for the first time, and then stays", async () => {
    const { context, tenantId, live, entries } = await withTenant();

    const needed = await Promise.all(Array.from({ length: 5 }, () => tenantWebhookSecrets(context, { tenantId })));

    expect(live()).toHaveLength(1);
    expect(needed).toEqual(Array.from({ length: 5 }, live));
    expect(entries).toHaveLength(2);
  });

  it("is nobody's where there is no such tenant", async () => {
    const { context } = await withTenant();

    expect(await tenantWebhookSecrets(context, { tenantId: "nobody" })).toBeUndefined();
    await expect(rotateTenantWebhookSecret(context, { tenantId: "nobody" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is not rotated by a key without the admin scope", async () => {
    const { context } = makeAccess({ scopes: [] });

    await expect(rotateTenantWebhookSecret(context, { tenantId: "t" })).rejects.toMatchObject({ code: "forbidden" });
  });
});
