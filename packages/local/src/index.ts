import { bootstrapAccess } from "@tessera/core/access";
import { recoverJobs, type StageContext } from "@tessera/core/jobs";
import { startBackend } from "./backend.ts";
import { createClosers } from "./closers.ts";
import { type Environment, portsOf, readLocalConfig } from "./config.ts";
import { openDataDir } from "./data-dir.ts";
import { applyEnvironment } from "./environment.ts";
import { loadApp, loadRuntime } from "./functions.ts";
import { createLocalLog } from "./log.ts";
import { describeModel } from "./model-words.ts";
import { startHttpServer } from "./server.ts";
import { startWorkers, type Workers } from "./workers.ts";

export { StartError } from "./start-error.ts";

export interface Local {
  url: string;
  /** The key in clear text, only from the start that has made it. */
  bootstrapKey: string | null;
  dataFolder: string;
  /** Where the table lies, in words. */
  database: string;
  /** Who writes the tickets, in words. */
  model: string;
  stop(): Promise<void>;
}

const requestGraceMs = 1_000;

/**
 * Starts the whole product in this process, on loopback, with its data in one folder. Sets `process.env`, which
 * the functions read: one product for each process.
 */
export async function startLocal(options: { env: Environment }): Promise<Local> {
  const config = readLocalConfig(options.env);
  const log = createLocalLog(config.TESSERA_LOG_LEVEL === "SILENT" ? () => {} : (line) => process.stdout.write(line));
  const closers = createClosers();
  try {
    const dataDir = openDataDir(config.TESSERA_DATA_DIR);
    closers.add(dataDir.release);
    const server = await startHttpServer({ host: config.HOST, ports: portsOf(config) });
    closers.add(() => server.stop(requestGraceMs));

    // Until the product is loaded, which is before it signs anything, its clock is nobody's.
    let now = () => new Date();
    const backend = await startBackend({ config, dataDir, log, now: () => now() });
    closers.add(backend.stop);
    applyEnvironment({ ...options.env, ...backend.env, ALLOW_ANONYMOUS: config.ALLOW_ANONYMOUS });
    const [runtime, app] = await Promise.all([loadRuntime(), loadApp()]);
    now = runtime.clock.now;

    const fixedKey = config.TESSERA_BOOTSTRAP_KEY ?? null;
    const context = runtime.systemContext("bootstrap");
    const { key: bootstrapKey } = await bootstrapAccess(context, { fixedKey });
    const workers = config.TESSERA_LOCAL_WORKERS
      ? startWorkers({ config, dataDir, backend, now: runtime.clock.now, log })
      : null;
    closers.add(async () => {
      // Nothing new comes in while the work under way is finished.
      await Promise.all([server.stop(requestGraceMs), workers?.stop()]);
    });

    server.serve((request, env) => app.fetch(request, env));
    if (workers) void recover(runtime.systemContext("recovery"), workers);
    return {
      url: server.url,
      bootstrapKey,
      dataFolder: dataDir.path,
      database: backend.description,
      model: describeModel(context.modelSettings),
      stop: closers.closeAll,
    };
  } catch (cause) {
    await closers.closeAll();
    throw cause;
  }
}

/**
 * What ran when the last process ended has died with it: the table says what is left to do (A17). Requests need not wait
 * for that, however much it is; where it fails, the regular sweeps do the same later.
 */
async function recover(context: StageContext, workers: Workers): Promise<void> {
  try {
    const hinted = await recoverJobs(context);
    if (hinted > 0) context.log.info("unfinished jobs were taken up again", { jobs: hinted });
    await workers.sweepNow();
  } catch (cause) {
    context.log.warn("recovery was not finished", { cause: String(cause) });
  }
}
