import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { AuditEntry } from "@tessera/core/audit";
import { createAuditReader, createStore } from "@tessera/store";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { productEnvironment } from "../../packages/local/src/environment.ts";
import { fromAttributes } from "../../packages/store/src/attributes.ts";
import { makeDueTicket, putTickets } from "../support/due-tickets.ts";
import { startDynamo, type TestDynamo } from "../support/dynamo.ts";
import { fullSize } from "../support/full-size.ts";
import { startProduct } from "../support/product.ts";
import { ticketsClient } from "../support/tickets-client.ts";
import { waitFor } from "../support/wait.ts";

const root = join(import.meta.dirname, "../..");
/** In CI 5,000, as A14 says (`.ci/run`); elsewhere what two slow cores do in some seconds. */
const count = fullSize(5_000, 600);
const killedAt = count / 5;
const timeoutMs = 300_000;
/** How many tickets a sweep has under way. */
const parallel = 8;
const createdAt = "2026-03-01T12:00:00.000Z";

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

/** The product's own, with nothing behind it but the table: the sweep needs nothing else. */
function environment() {
  const nowhere = "http://127.0.0.1:9";
  const queue = { arn: "arn:aws:sqs:local", url: nowhere, deadLetterUrl: nowhere };
  return productEnvironment({
    tableName: dynamo.tableName,
    databaseUrl: dynamo.endpoint,
    queueUrl: nowhere,
    queues: { jobs: queue, callbacks: queue, intake: queue, agents: queue, anomalies: queue, incidents: queue },
    workflow: { endpoint: nowhere, stateMachineArn: "arn:aws:states:local" },
    eventBusUrl: nowhere,
    attachments: { bucket: "attachments", endpoint: nowhere },
    secretKey: Buffer.alloc(32).toString("base64"),
  });
}

/** One run of the scheduled function in a process of its own, as Lambda would start it. */
async function runSweep(failpoint = "") {
  const module = join(root, "functions/sweeps/sla-breaches.ts");
  const code = `const { handler } = await import(${JSON.stringify(module)}); console.log(JSON.stringify(await handler({})));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    env: { ...environment(), PATH: process.env.PATH, TESSERA_LOG_LEVEL: "ERROR", FAILPOINT: failpoint },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once("exit", (_code, signal) => resolve(signal)),
  );
  const [output, signal] = await Promise.all([text(child.stdout), exited]);
  return { signal, summary: output === "" ? null : JSON.parse(output) };
}

/** Every breach that the table holds, whatever ticket it is of. */
async function allBreaches(): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await dynamo.client.send(
      new ScanCommand({ TableName: dynamo.tableName, ...(start && { ExclusiveStartKey: start }) }),
    );
    const items = (page.Items ?? []).map(fromAttributes);
    // An audit entry, as its action says.
    found.push(...items.filter(({ action }) => action === "ticket.sla_breached").map((item) => item as AuditEntry));
    start = page.LastEvaluatedKey as typeof start;
  } while (start !== undefined);
  return found;
}

describe(`A14 H11 B8 a sweep over ${count} due tickets`, () => {
  it(
    "that is killed in the middle is finished by the next, with one breach for each ticket and deadline",
    async () => {
      const tickets = Array.from({ length: count }, (_, index) => makeDueTicket(index + 1, createdAt));
      await putTickets(dynamo, tickets);

      const killed = await runSweep(`tickets.commit:after:kill#${killedAt}`);
      const between = await allBreaches();
      const summaries = [];
      do summaries.push((await runSweep()).summary ?? expect.fail("the sweep has failed"));
      while (summaries.at(-1).checked > 0);

      expect(killed).toEqual({ signal: "SIGKILL", summary: null });
      expect(between.length).toBeGreaterThanOrEqual(killedAt);
      expect(between.length).toBeLessThan(count);
      const breachedLater = summaries.reduce((sum, { breached }) => sum + breached, 0);
      // What the killed run had sent may have been written after the look in between.
      expect(between.length + breachedLater).toBeGreaterThan(count - parallel);
      expect(between.length + breachedLater).toBeLessThanOrEqual(count);
      const breaches = await allBreaches();
      const keys = new Set(breaches.map(({ subjectId, details }) => `${subjectId} ${details.deadline}`));
      expect([breaches.length, keys.size]).toEqual([count, count]);
    },
    timeoutMs,
  );

  it("leaves every audit trail whole", async () => {
    const store = createStore({ ...dynamo, signingKey: new Uint8Array(32) });
    const audit = createAuditReader(store.open);

    const faults = [];
    for (const number of [1, killedAt - 1, killedAt, killedAt + 1, count / 2, count]) {
      const { entries, fault } = await audit.verify({ type: "ticket", id: makeDueTicket(number, createdAt).id });
      faults.push([entries, fault]);
    }

    expect(faults).toEqual(Array.from({ length: 6 }, () => [1, null]));
  });
});

describe("X-41 X-53 the running product", () => {
  it("sweeps by itself, and at once where it is asked to", async () => {
    const product = await startProduct({ env: { TESSERA_SWEEP_SECONDS: "1", TESSERA_TEST_CLOCK: "1" } });
    onTestFinished(() => product.dispose());
    const client = ticketsClient(product);
    const policy = { priority: "high", firstResponseMinutes: 30, resolutionMinutes: 60 };
    await client.call("POST", "/api/v1/sla-policies", policy);
    const created = await client.call<{ id: string }>("POST", "/api/v1/tickets", { subject: "Late", priority: "high" });
    const { id } = created.body;
    const kinds = async () => {
      const { body } = await client.call<{ events: { kind: string }[] }>("GET", `/api/v1/tickets/${id}/sla`);
      return body.events.map(({ kind }) => kind);
    };

    await client.advanceClock(61 * 60_000);
    await waitFor(async () => (await kinds()).includes("breach"), {
      what: "the schedule to find the breaches",
      timeoutMs: 60_000,
    });
    const names = ["sla-breaches", "auto-close", "detach-tags"];
    const summaries = await Promise.all(names.map((name) => client.sweep(name)));

    expect(await kinds()).toEqual(["activate", "activate", "breach", "breach"]);
    const nothing = { checked: 0, changed: 0, lagSeconds: 0 };
    expect(summaries.map(({ body }) => body)).toEqual([{ ...nothing, breached: 0, warned: 0 }, nothing, nothing]);
  });
});
