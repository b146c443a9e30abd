import { readFile } from "node:fs/promises";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexNames } from "../../packages/store/src/table.ts";
import {
  makeApiKey,
  makeAttempt,
  makeAudit,
  makeCallback,
  makeClient,
  makeEventDelivery,
  makeHealth,
  makeMove,
  makeNewJob,
  makeTenant,
  makeUser,
  start,
} from "../support/builders.ts";
import { makeTeam } from "../unit/access/make-team.ts";
import { useDesk } from "./use-desk.ts";
import { useIncidents } from "./use-incidents.ts";
import { collect, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Writes one item of each kind, and asks each question that the store answers. */
async function useEverything(): Promise<void> {
  const { jobs, deliveries, access, limiter, audit, modelHealth } = world;
  const tenant = makeTenant();
  const client = makeClient({ tenantId: tenant.id });
  const user = makeUser({ tenantId: tenant.id });
  const team = makeTeam({ tenantId: tenant.id });
  const key = makeApiKey({ tenantId: tenant.id, subject: { kind: "client", id: client.id } });
  const draft = (subjectType: string, { id }: { id: string }) =>
    makeAudit({ id, tenantId: tenant.id }, { subjectType });
  await access.createTenant(tenant, draft("tenant", tenant));
  await access.createClient(client, draft("client", client));
  await access.createUser(user, draft("user", user));
  await access.createTeam(team, draft("team", team));
  await access.createKey(key, draft("api_key", key));
  await access.touchKey(key, start.toISOString());
  await Promise.all([access.findTenant(tenant.id), access.findClient(client.id), access.findUser(user.id)]);
  await Promise.all([access.findKey(key.id), access.findKeyByHash(key.sha256), access.listTenants({ limit: 5 })]);
  await Promise.all([access.listClients(tenant.id, { limit: 5 }), access.listUsers(tenant.id, { limit: 5 })]);
  await access.listKeys(client.id, { limit: 5 });
  await Promise.all([access.findTeam(team.id), access.listTeams(tenant.id, { limit: 5 }), access.findUsers([user.id])]);
  await Promise.all(["ada", "nobody"].map((handle) => access.findUserByHandle(tenant.id, handle)));

  const input = makeNewJob({ job: { tenantId: tenant.id, clientId: client.id } });
  await jobs.accept(input);
  await jobs.accept({ ...input, job: { ...input.job, id: "another" } });
  const job = await jobs.load(input.job.id);
  if (!job) throw new Error("expected the job");
  const running = await jobs.transition(makeMove(job, { status: "processing" }, { callback: makeCallback(job) }));
  await jobs.progress({
    ...makeMove(running, { drafts: 1 }),
    texts: { draft: "{}" },
    attempts: [makeAttempt(running)],
    spent: { tenantId: tenant.id, day: "2026-03-01", usd: 0.5 },
  });
  await Promise.all([jobs.attempts(job.id), jobs.history(job.id, 1)]);
  await modelHealth.save(makeHealth());
  const cancelled = makeNewJob({ job: { tenantId: tenant.id, clientId: client.id } });
  const outcome = await jobs.accept(cancelled);
  if (outcome.kind === "created") await jobs.transition(makeMove(outcome.job, { status: "cancelled" }));
  // The owner that `authorize` would answer for this client.
  const owner = { tenantId: tenant.id, clientId: client.id } as Parameters<typeof jobs.list>[0];
  await jobs.find({ clientId: owner.clientId, jobId: job.id });
  for (const status of [undefined, "queued", "completed", "expired"] as const) {
    await jobs.list(owner, { status, limit: 5, now: start });
  }
  await collect(jobs.due(start));
  await collect(jobs.live());
  const delivery = makeEventDelivery({ tenantId: tenant.id });
  await deliveries.save(delivery);
  await deliveries.find(delivery.id);
  await deliveries.saveFailed({ ...delivery, status: "failed", dueAt: null, version: 2 }, draft("delivery", delivery));
  await collect(deliveries.due(start));
  await limiter.take({ keyId: key.id, name: "reads", limit: 600 }, start);
  await useDesk(world, tenant.id);
  await useIncidents(world, tenant.id);
  for (const subject of await collect(audit.subjects())) await audit.verify(subject);
}

interface Documented {
  index: string;
  partition: RegExp;
}

/** The partitions of the page's tables: `CLIENT#<id>#JOBS` stands for one id between the signs. */
function readPatterns(page: string): Documented[] {
  const rows = [...page.matchAll(/^\| (.+?) \| `([^`]+)` \|/gm)];
  return rows.map(([, name = "", partition = ""]) => ({
    index: name.startsWith("gsi") ? name : "",
    partition: new RegExp(`^${partition.replace(/<\w+>/g, "[^#]+")}$`),
  }));
}

describe("X-30 one table", () => {
  it("answers every question without a Scan, and documents just the partitions that it uses", async () => {
    await useEverything();

    const page = await readFile(new URL("../../packages/store/ACCESS-PATTERNS.md", import.meta.url), "utf8");
    const documented = readPatterns(page);
    // Only this test looks at the whole table, beside the store.
    const { Items = [] } = await world.dynamo.client.send(new ScanCommand({ TableName: world.dynamo.tableName }));
    const used = Items.flatMap((item) =>
      ["", ...indexNames].flatMap((index) => {
        const partition = item[`${index}pk`]?.S;
        return partition === undefined ? [] : { index, partition };
      }),
    );
    const fits = (row: Documented, key: (typeof used)[number]) =>
      row.index === key.index && row.partition.test(key.partition);
    expect(used.filter((key) => !documented.some((row) => fits(row, key)))).toEqual([]);
    expect(documented.filter((row) => !used.some((key) => fits(row, key)))).toEqual([]);
    expect(world.sent).not.toContain("ScanCommand");
  });
});
