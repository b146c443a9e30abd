import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type AppDependencies, createApp } from "@tessera/api";
import {
  createClient,
  createContactTokens,
  createTenant,
  type Feature,
  issueKey,
  type Principal,
  type Scope,
  scopes,
  systemPrincipal,
} from "@tessera/core/access";
import type { Log } from "@tessera/core/context";
import type { IncidentRef } from "@tessera/core/incidents";
import {
  completeJob,
  generateTickets,
  type JobSettings,
  preparePrompt,
  sweepJobs,
  validateOutput,
  type WritingContext,
} from "@tessera/core/jobs";
import type { ModelGateway, ModelSettings } from "@tessera/core/models";
import type { LoginLink } from "@tessera/core/tickets";
import { createSpecReader } from "@tessera/providers/documents";
import { createEgress } from "@tessera/providers/http";
import { createSealer } from "@tessera/providers/secrets";
import { createZones } from "@tessera/providers/time";
import { createAuditReader, createDeskStore, createStore } from "@tessera/store";
import { createIncidentStore, createLinkStore } from "@tessera/store/incidents";
import { v7 as uuidv7 } from "uuid";
import { capacity } from "../../functions/lib/capacity.ts";
import { createContractCheck, isContractPath } from "./desk-contract.ts";
import { makeDraft } from "./drafts.ts";
import { startDynamo, type TestDynamo } from "./dynamo.ts";
import { incidentContexts } from "./incident-context.ts";
import { breaker, jobSettings, modelSettings } from "./job-settings.ts";
import { createMemoryObjects } from "./memory-objects.ts";
import { contractFaults } from "./seed-contract.ts";

export interface LogLine {
  level: "info" | "warn" | "error";
  message: string;
  fields: Record<string, unknown>;
}

export interface Caller {
  tenantId: string;
  clientId: string;
  keyId: string;
  key: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed text, or null for an empty one; the test's own assertions say what it must be. */
  // biome-ignore lint/suspicious/noExplicitAny: a body of any shape, looked at by assertions.
  body: any;
}

export interface Call {
  key?: string | undefined;
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: string | Uint8Array<ArrayBuffer> | ReadableStream;
  headers?: Record<string, string>;
}

export type TestApp = Awaited<ReturnType<typeof createTestApp>>;

export const limits = {
  submitsPerMinute: 60,
  readsPerMinute: 600,
  deskPerMinute: 100_000,
  incidentsPerMinute: 100_000,
  maxBodyBytes: 256 * 1_024,
};

/** One table for each process of the run, which dies with it; tests keep apart by signing up tenants of their own. */
let shared: Promise<TestDynamo> | undefined;

/** The whole API in process, on the real store, with a clock that only moves when told and a queue that records. */
export async function createTestApp(
  overrides: Omit<Partial<AppDependencies>, "limits"> & {
    limits?: Partial<AppDependencies["limits"]>;
    jobSettings?: Partial<JobSettings>;
    modelSettings?: Partial<ModelSettings>;
    models?: ModelGateway;
    /** A table of its own, for tests that look at all that is in it, or run what looks at all tenants. */
    ownTable?: boolean;
  } = {},
) {
  shared ??= startDynamo();
  const { client, tableName } = await (overrides.ownTable ? startDynamo() : shared);
  const base = createStore({ client, tableName, signingKey: new Uint8Array(32).fill(7), meter: capacity });
  const store = {
    ...base,
    ...createDeskStore(base.open),
    ...createIncidentStore(base.open),
    links: createLinkStore(base.open),
    audit: createAuditReader(base.open),
  };
  const clock = createDrivenClock("2026-03-01T12:00:00.000Z");
  const sent: string[] = [];
  const logged: LogLine[] = [];
  const mailed: LoginLink[] = [];
  const log = recordingLog(logged);
  const objects = createMemoryObjects();
  const contextFor = (caller: { principal: Principal; correlationId: string }) => ({
    ...store,
    zones: createZones(),
    objects,
    idempotency: null,
    deskSettings: { reopenDays: 7 },
    pause: () => setImmediate(),
    ...caller,
    sealer: createSealer(new Uint8Array(32)),
    now: clock.now,
    newId: () => uuidv7({ msecs: clock.now().getTime() }),
    log,
    queue: { send: async ({ jobId }: { jobId: string }) => void sent.push(jobId) },
    callbackQueue: { send: async () => {} },
    workflow: { start: async () => {}, stop: async () => {} },
    jobSettings: { ...jobSettings, ...overrides.jobSettings },
    modelSettings: { ...modelSettings, ...overrides.modelSettings },
  });
  const models = overrides.models ?? {
    call: async () => ({
      text: JSON.stringify(makeDraft()),
      finishReason: "stop",
      usage: { promptTokens: 1, completionTokens: null },
    }),
  };
  const hints: IncidentRef[] = [];
  const incidentContext = incidentContexts({ store, models, modelSettings: overrides.modelSettings, hints });
  const dependencies: AppDependencies = {
    contextFor,
    incidentContextFor: async (context) => incidentContext(context),
    allowAnonymous: false,
    system: { access: store.access, now: clock.now, log },
    limiter: store.limiter,
    contactTokens: createContactTokens(new Uint8Array(32).fill(9)),
    contactMailer: { sendLoginLink: async (link) => void mailed.push(link) },
    publicUrl: "https://desk.example",
    // Waiting takes no time here: it only moves the clock.
    sleep: async (ms) => clock.advance(ms),
    eventStreamLimitMs: 600_000,
    checkUrl: createEgress({ allowHosts: [] }).check,
    health: async () => true,
    sweeps: { "expire-jobs": async () => ({ ...(await sweepJobs(stageContext())) }) },
    testClock: clock,
    testSwitches: true,
    capacity,
    assets: {
      swaggerUi: dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json"))),
      redoc: fileURLToPath(import.meta.resolve("redoc/bundles/redoc.standalone.js")),
    },
    ...overrides,
    limits: { ...limits, ...overrides.limits },
  };
  const operator: Principal = { ...systemPrincipal("test"), scopes: ["admin"] };
  const asOperator = () => contextFor({ principal: operator, correlationId: "test" });
  const stageContext = (): WritingContext => ({
    ...contextFor({ principal: systemPrincipal("stage"), correlationId: "test" }),
    reader: createSpecReader(),
    models,
    modelHealth: store.modelHealth,
    breaker,
    random: () => 0.5,
  });
  const app = createApp(dependencies);
  // An address of its own: what one app's callers guess wrongly is not counted against another's (J4).
  const source = { incoming: { socket: { remoteAddress: crypto.randomUUID() } } };

  return {
    app,
    dependencies,
    clock,
    logged,
    /** What clients have uploaded. */
    objects,
    /** Job ids in the order in which their hints were sent. */
    sent,
    /** Sign-in links, in the order in which they were mailed. */
    mailed,
    asOperator,
    stageContext,
    /** What the worker of incidents was told to look at, in the order of the hints. */
    hints,
    /** As the worker of incidents acts. */
    incidentWorker: () =>
      incidentContext(contextFor({ principal: systemPrincipal("incidents"), correlationId: "test" })),
    call: async (method: string, path: string, call: Call = {}) => {
      const answer = await send({ app, source }, method, path, call);
      await checkContract(dependencies, method, path, answer);
      return answer;
    },
    signUp: (options: Parameters<typeof signUp>[1] = {}) => signUp(asOperator(), options),
    store,
  };
}

async function send(
  { app, source }: { app: ReturnType<typeof createApp>; source: object },
  method: string,
  path: string,
  call: Call,
): Promise<Answer> {
  const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const headers = {
    ...(call.key !== undefined && { authorization: `Bearer ${call.key}` }),
    ...(body !== undefined && { "content-type": "application/json" }),
    ...call.headers,
  };
  const response = await app.request(
    path,
    {
      method,
      headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== "")),
      ...(body !== undefined && { body, duplex: "half" }),
    },
    source,
  );
  const text = await response.text();
  const isJson = text !== "" && (response.headers.get("content-type")?.startsWith("application/json") ?? false);
  const answer = { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };

  // G10: whatever a test is about, every answer of seed 001's operations is held to seed 001.
  const faults = contractFaults(method, path, answer) ?? [];
  if (faults.length > 0) throw new Error(`${method} ${path} answered ${text}\nagainst seed 001: ${faults.join("; ")}`);
  return answer;
}

let ownContract: Promise<ReturnType<typeof createContractCheck>> | undefined;

/** G10: every answer of the desk and of incidents is held to the product's own document. */
async function checkContract(dependencies: AppDependencies, method: string, path: string, answer: Answer) {
  if (!isContractPath(path)) return;
  ownContract ??= readContract(dependencies);
  const faults = (await ownContract)(method, path, answer) ?? [];
  if (faults.length === 0) return;
  throw new Error(
    `${method} ${path} answered ${answer.status} ${answer.text}\nagainst its document: ${faults.join("; ")}`,
  );
}

/** From an app of its own, so that no test finds the reading in its log. */
async function readContract(dependencies: AppDependencies) {
  const app = createApp({ ...dependencies, system: { ...dependencies.system, log: recordingLog([]) } });
  const response = await app.request("/openapi.json");
  return createContractCheck(JSON.parse(await response.text()));
}

/** A tenant with a client and a key: nobody else's rows are in its way. */
async function signUp(
  context: Parameters<typeof createTenant>[0],
  options: { scopes?: readonly Scope[]; features?: readonly Feature[]; tenantId?: string; expiresAt?: string },
): Promise<Caller> {
  const tenantId = options.tenantId ?? (await createTenant(context, { name: "Tenant" })).id;
  const client = await createClient(context, { tenantId, name: "Client", features: options.features });
  const { key, secret } = await issueKey(context, {
    subjectId: client.id,
    scopes: options.scopes ?? scopes.filter((scope) => scope !== "admin"),
    expiresAt: options.expiresAt ?? null,
  });
  return { tenantId, clientId: client.id, keyId: key.id, key: secret };
}

const stages = [preparePrompt, generateTickets, validateOutput, completeJob] as const;

/** Runs a job's workflow up to and including its n-th stage; all four complete it. */
export async function runStages(test: TestApp, jobId: string, count: number = stages.length): Promise<void> {
  for (const stage of stages.slice(0, count)) await stage(test.stageContext(), { jobId, executionId: "execution-1" });
}

/** A submit body that is right as it is, under a key of its own. */
export function submitBody(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schema_version: "tickets.input.v1",
    idempotency_key: crypto.randomUUID(),
    title: "Billing reconciliation",
    spec: "# Billing\n\nImport bank statements and match invoices.",
    ...overrides,
  };
}

/** Submits and answers the job's id. */
export async function submitJob(test: TestApp, key: string, overrides: Record<string, unknown> = {}): Promise<string> {
  const answer = await test.call("POST", "/tickets/v1/jobs", { key, body: submitBody(overrides) });
  if (answer.status !== 202) throw new Error(`submit answered ${answer.status}: ${answer.text}`);
  return answer.body.job_id;
}

function createDrivenClock(start: string) {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs),
    advance: (ms: number) => {
      nowMs += ms;
    },
    set: (at: Date) => {
      nowMs = at.getTime();
    },
  };
}

function recordingLog(lines: LogLine[]): Log {
  const write =
    (level: LogLine["level"]) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, message, fields });
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
