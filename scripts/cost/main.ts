import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBackend } from "../../packages/local/src/backend.ts";
import { readLocalConfig } from "../../packages/local/src/config.ts";
import { openDataDir } from "../../packages/local/src/data-dir.ts";
import { applyEnvironment } from "../../packages/local/src/environment.ts";
import { createLocalLog } from "../../packages/local/src/log.ts";
import { type App, auditEntries, invocation, message, request, transitions } from "./count.ts";
import { deskUsage } from "./desk.ts";
import { incidentUsage } from "./incidents.ts";
import { addUsage, costOf, prices, timesUsage, type Usage } from "./prices.ts";

/**
 * `npm run cost`: what a million jobs, tickets, incidents and requests cost on AWS. Table units are those that
 * the table reports for real calls; invocations, messages, transitions and events are counted; times are of this machine.
 */
const root = join(import.meta.dirname, "../..");
const key = "tsk_cost_0123456789abcdefghijklm";
const polls = 3;
/** The first runs warm the code up. */
const warmJobs = 5;
const countedJobs = 20;

const folder = mkdtempSync(join(tmpdir(), "tessera-cost-"));
const config = readLocalConfig({ TESSERA_DATA_DIR: folder });
const log = createLocalLog(() => {});
const backend = await startBackend({ config, dataDir: openDataDir(folder), log });
applyEnvironment({
  ...backend.env,
  TESSERA_LOG_LEVEL: "SILENT",
  TICKETS_SUBMITS_PER_MINUTE: "1000000",
  TICKETS_READS_PER_MINUTE: "1000000",
});

try {
  await run();
} finally {
  await backend.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const { app } = await import("../../functions/lib/app.ts");
  const { runtime } = await import("../../functions/lib/runtime.ts");
  const { bootstrapAccess } = await import("@tessera/core/access");
  await bootstrapAccess(runtime.systemContext("bootstrap"), { fixedKey: key });

  for (let job = 0; job < warmJobs; job += 1) await oneJob(app, `warm-${job}`);
  const jobs: Awaited<ReturnType<typeof oneJob>>[] = [];
  for (let job = 0; job < countedJobs; job += 1) jobs.push(await oneJob(app, `counted-${job}`));
  const perJob = timesUsage(1 / countedJobs, addUsage(...jobs.map(({ usage }) => usage)));
  const status = timesUsage(1 / countedJobs, addUsage(...jobs.map(({ statusUsage }) => statusUsage)));
  const list = await request(app, get("/tickets/v1/jobs?limit=25"));

  print("a million jobs (submit, three polls, result; the offline generator)", perJob);
  print("a million reads of one job", status);
  print("a million lists of 25 jobs", list.usage);
  for (const { title, usage } of await deskUsage(app, { get, post })) print(title, usage);
  for (const { title, usage } of await incidentUsage(app, { get, post })) print(title, usage);
  print("a month without any request", idleMonth());
}

async function oneJob(app: App, idempotencyKey: string): Promise<{ usage: Usage; statusUsage: Usage }> {
  const spec = readFileSync(join(root, "test/fixtures/specs/prd-team-invitations.md"), "utf8");
  const body = { schema_version: "tickets.input.v1", idempotency_key: idempotencyKey, title: "Cost", spec };
  const submitted = await request(app, post("/tickets/v1/jobs", body));
  const jobId: string = JSON.parse(submitted.body).job_id;

  const stages = await runStages(jobId);
  const status = await request(app, get(`/tickets/v1/jobs/${jobId}`));
  const result = await request(app, get(`/tickets/v1/jobs/${jobId}/result`));
  if (result.status !== 200) throw new Error(`The job was not completed: ${result.body}`);

  const events = await auditEntries(jobId);
  const published: Usage = { eventBridgeEvent: events, lambdaRequest: events / 2, lambdaGbSecond: events * 0.01 };
  const workflow: Usage = { stepFunctionsTransition: transitions() };
  return {
    usage: addUsage(
      submitted.usage,
      message,
      stages,
      timesUsage(polls, status.usage),
      result.usage,
      published,
      workflow,
    ),
    statusUsage: status.usage,
  };
}

/** By hand instead of by the workflow, so that each invocation is counted on its own. */
async function runStages(jobId: string): Promise<Usage> {
  const input = { jobId, executionId: new Date().toISOString() };
  const [prepare, generate, validate, finish] = await Promise.all([
    import("../../functions/jobs/prepare-prompt.ts"),
    import("../../functions/jobs/generate-tickets.ts"),
    import("../../functions/jobs/validate-output.ts"),
    import("../../functions/jobs/finish.ts"),
  ]);
  const handlers = [prepare.handler, generate.handler, validate.handler, finish.complete];
  const counted: Usage[] = [];
  for (const handler of handlers) counted.push((await invocation(() => handler(input))).usage);
  // The start function reads the job and starts the execution: one more read, one more invocation.
  return addUsage(...counted, { lambdaRequest: 1, lambdaGbSecond: 0.02, dynamoReadUnit: 1 });
}

/** What runs whether or not anybody comes: seven sweeps a minute, alarms, dashboard, key. */
function idleMonth(): Usage {
  const sweeps = 7 * 60 * 24 * 30;
  return {
    lambdaRequest: sweeps,
    lambdaGbSecond: sweeps * 0.05,
    schedulerInvocation: sweeps,
    dynamoReadUnit: sweeps * 8,
    alarmMonth: 75,
    dashboardMonth: 1,
    keyMonth: 1,
  };
}

function headers() {
  return { authorization: `Bearer ${key}`, "content-type": "application/json" };
}

function get(path: string): Request {
  return new Request(`https://cost.example${path}`, { headers: headers() });
}

function post(path: string, body: object): Request {
  return new Request(`https://cost.example${path}`, { method: "POST", headers: headers(), body: JSON.stringify(body) });
}

function print(title: string, usage: Usage): void {
  const factor = title.startsWith("a million") ? 1e6 : 1;
  const costs = costOf(timesUsage(factor, usage));
  const total = costs.reduce((sum, { dollars }) => sum + dollars, 0);
  console.log(`\n${title}: $${total.toFixed(2)}\n`);
  console.log("| paid for | amount each | price of one million | dollars |\n| --- | --- | --- | --- |");
  for (const { name, dollars } of costs) {
    const each = (dollars / factor / prices[name]).toPrecision(3);
    console.log(`| ${name} | ${each} | $${(prices[name] * 1e6).toPrecision(4)} | $${dollars.toFixed(2)} |`);
  }
}
