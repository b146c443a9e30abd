import {
  acceptJob,
  cancelJob,
  getJob,
  getResult,
  isTerminal,
  listJobs,
  type Patience,
  type ResultAnswer,
  waitForEnd,
} from "@tessera/core/jobs";
import type { AppDependencies, RequestContext } from "../http/dependencies.ts";
import { createGuard, type Guard } from "../http/guard.ts";
import { serveDocument } from "../http/openapi.ts";
import { linkNextPage } from "../http/paging.ts";
import { grantWait } from "../http/prefer.ts";
import { createSurface, type Surface } from "../http/surface.ts";
import { surfacePaths } from "../surface-paths.ts";
import { answerAccepted, answerWithout } from "./answers.ts";
import { registerComponents } from "./contract.ts";
import { ticketJobsDialect } from "./errors.ts";
import { serveInsight } from "./insight.ts";
import { toJobWire } from "./job-wire.ts";
import { resultToWire } from "./result-wire.ts";
import { cancelRoute, listRoute, schemaRoute } from "./routes.ts";
import { schemaWire } from "./schema-wire.ts";
import { describeSeed } from "./seed-document.ts";
import { toAcceptInput } from "./submit-wire.ts";
import { waitingGetRoute, waitingResultRoute, waitingSubmitAliasRoute, waitingSubmitRoute } from "./wait-routes.ts";

/** TF: jobs that turn specs into tickets, at the paths of seed 001. */
export function createTicketJobs(dependencies: AppDependencies): Surface {
  const surface = createSurface({ owns: surfacePaths.ticketJobs, dialect: ticketJobsDialect });
  const guard = createGuard(dependencies);
  registerComponents(surface.app);

  serveSubmit(surface, dependencies, guard);
  // The alias is a superset of seed 001, and so in no document (TF-3).
  for (const at of [
    { base: "/tickets/v1/jobs", hide: false },
    { base: "/v1/task-generation/jobs", hide: true },
  ]) {
    serveJobs(surface, dependencies, guard, at);
    serveInsight(surface, dependencies, guard, at);
  }
  serveDocument(surface.app, "/tickets/v1/openapi.json", describeSeed);
  surface.app.openapi({ ...schemaRoute, middleware: guard({ scope: "tickets:read", bucket: "read" }) }, (c) =>
    c.json(schemaWire(), 200),
  );
  return surface;
}

function serveSubmit({ app }: Surface, dependencies: AppDependencies, guard: Guard): void {
  const middleware = guard({ scope: "tickets:submit", bucket: "submit", body: "json" });

  for (const route of [waitingSubmitRoute, waitingSubmitAliasRoute]) {
    app.openapi({ ...route, middleware }, async (c) => {
      const context = c.get("context");
      const { "X-LLM-Provider": provider, "X-LLM-Model": model } = c.req.valid("header");
      const input = { ...toAcceptInput(c.req.valid("json"), dependencies), ...chosen(provider, model) };
      const job = await acceptJob(context, input);
      return answerAccepted(c, await waitForEnd(context, job, grantWait(dependencies, c)));
    });
  }
}

/** Nothing where nothing is named: a repeat without headers is the same request as one before there were any (TF-10). */
function chosen(provider: string | undefined, model: string | undefined) {
  return provider === undefined && model === undefined ? {} : { model: { provider, model } };
}

function serveJobs(
  { app }: Surface,
  dependencies: AppDependencies,
  guard: Guard,
  at: { base: string; hide: boolean },
): void {
  const { base, hide } = at;
  const middleware = guard({ scope: "tickets:read", bucket: "read" });

  app.openapi({ ...listRoute, path: base, hide, middleware }, async (c) => {
    const page = await listJobs(c.get("context"), c.req.valid("query"));
    linkNextPage(c, page);
    return c.json({ jobs: page.items.map(toJobWire) }, 200);
  });

  app.openapi({ ...waitingGetRoute, path: `${base}/{job_id}`, hide, middleware }, async (c) => {
    const context = c.get("context");
    const job = await getJob(context, { jobId: c.req.valid("param").job_id });
    return c.json(toJobWire(await waitForEnd(context, job, grantWait(dependencies, c))), 200);
  });

  app.openapi({ ...waitingResultRoute, path: `${base}/{job_id}/result`, hide, middleware }, async (c) => {
    const input = { jobId: c.req.valid("param").job_id };
    const first = await getResult(c.get("context"), input);
    const answer = await waitForResult(c.get("context"), first, grantWait(dependencies, c));
    if (answer.kind !== "ready") return answerWithout(c, answer, "result");
    return c.json(resultToWire(answer.result), 200);
  });

  const mayCancel = guard({ scope: "tickets:cancel", bucket: "read" });
  app.openapi({ ...cancelRoute, path: `${base}/{job_id}`, hide, middleware: mayCancel }, async (c) => {
    const job = await cancelJob(c.get("context"), { jobId: c.req.valid("param").job_id });
    return c.json(toJobWire(job), 200);
  });
}

async function waitForResult(context: RequestContext, first: ResultAnswer, patience: Patience): Promise<ResultAnswer> {
  if (first.kind !== "not_ready") return first;
  const job = await waitForEnd(context, first.job, patience);
  return isTerminal(job.status) ? getResult(context, { jobId: job.id }) : { kind: "not_ready", job };
}
