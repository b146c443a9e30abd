import { acceptJob, cancelJob, getJob, getResult, listJobs } from "@tessera/core/jobs";
import type { AppDependencies } from "../http/dependencies.ts";
import { createGuard, type Guard } from "../http/guard.ts";
import { describeApp, serveDocument } from "../http/openapi.ts";
import { linkNextPage } from "../http/paging.ts";
import { createSurface, type Surface } from "../http/surface.ts";
import { registerComponents, ticketJobsInfo } from "./contract.ts";
import { errorBody, ticketJobsDialect } from "./errors.ts";
import { toAcceptedWire, toJobWire } from "./job-wire.ts";
import { resultToWire } from "./result-wire.ts";
import { cancelRoute, getRoute, listRoute, resultRoute, schemaRoute, submitAliasRoute, submitRoute } from "./routes.ts";
import { schemaWire } from "./schema-wire.ts";
import { toAcceptInput } from "./submit-wire.ts";

/** Nobody need ask for a result more often than this (TF-41). */
const resultRetryAfterSeconds = 2;

/** TF: jobs that turn specs into tickets, at the paths of seed 001. */
export function createTicketJobs(dependencies: AppDependencies): Surface {
  const surface = createSurface({ owns: ["/tickets/v1", "/v1/task-generation"], dialect: ticketJobsDialect });
  const guard = createGuard(dependencies);
  registerComponents(surface.app);

  serveSubmit(surface, dependencies, guard);
  serveJobs(surface, guard, { base: "/tickets/v1/jobs", hide: false });
  // A superset of seed 001, and so not in its document (TF-3).
  serveJobs(surface, guard, { base: "/v1/task-generation/jobs", hide: true });
  serveDocument(surface.app, "/tickets/v1/openapi.json", () => describeApp(surface.app, ticketJobsInfo));
  surface.app.openapi({ ...schemaRoute, middleware: guard({ scope: "tickets:read", bucket: "read" }) }, (c) =>
    c.json(schemaWire(), 200),
  );
  return surface;
}

function serveSubmit({ app }: Surface, dependencies: AppDependencies, guard: Guard): void {
  const middleware = guard({ scope: "tickets:submit", bucket: "submit", body: "json" });

  for (const route of [submitRoute, submitAliasRoute]) {
    app.openapi({ ...route, middleware }, async (c) => {
      const input = toAcceptInput(c.req.valid("json"), dependencies);
      const job = await acceptJob(c.get("context"), input);
      return c.json(toAcceptedWire(job), 202);
    });
  }
}

function serveJobs({ app }: Surface, guard: Guard, at: { base: string; hide: boolean }): void {
  const { base, hide } = at;
  const middleware = guard({ scope: "tickets:read", bucket: "read" });

  app.openapi({ ...listRoute, path: base, hide, middleware }, async (c) => {
    const page = await listJobs(c.get("context"), c.req.valid("query"));
    linkNextPage(c, page);
    return c.json({ jobs: page.items.map(toJobWire) }, 200);
  });

  app.openapi({ ...getRoute, path: `${base}/{job_id}`, hide, middleware }, async (c) => {
    const job = await getJob(c.get("context"), { jobId: c.req.valid("param").job_id });
    return c.json(toJobWire(job), 200);
  });

  app.openapi({ ...resultRoute, path: `${base}/{job_id}/result`, hide, middleware }, async (c) => {
    const answer = await getResult(c.get("context"), { jobId: c.req.valid("param").job_id });
    if (answer.kind === "ready") return c.json(resultToWire(answer.result), 200);
    if (answer.kind === "none") return c.json(toJobWire(answer.job), 200);
    c.header("Retry-After", String(resultRetryAfterSeconds));
    return c.json(errorBody("invalid_request", `The result is not ready: the job is ${answer.job.status}`), 202);
  });

  const mayCancel = guard({ scope: "tickets:cancel", bucket: "read" });
  app.openapi({ ...cancelRoute, path: `${base}/{job_id}`, hide, middleware: mayCancel }, async (c) => {
    const job = await cancelJob(c.get("context"), { jobId: c.req.valid("param").job_id });
    return c.json(toJobWire(job), 200);
  });
}
