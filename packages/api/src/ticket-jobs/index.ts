import { acceptJob, cancelJob, getJob, getResult, listJobs } from "@tessera/core/jobs";
import type { AppDependencies } from "../http/dependencies.ts";
import { createGuard } from "../http/guard.ts";
import { jsonBody } from "../http/json-body.ts";
import { linkNextPage } from "../http/paging.ts";
import { createSurface, type Surface } from "../http/surface.ts";
import { registerComponents } from "./contract.ts";
import { errorBody, ticketJobsDialect } from "./errors.ts";
import { toAcceptedWire, toJobWire } from "./job-wire.ts";
import { resultToWire } from "./result-wire.ts";
import { cancelRoute, getRoute, listRoute, resultRoute, schemaRoute, submitAliasRoute, submitRoute } from "./routes.ts";
import { schemaWire } from "./schema-wire.ts";
import { toAcceptInput } from "./submit-wire.ts";

/** Seconds; a result takes longer than this, and nobody should poll faster (TF-41). */
const resultRetryAfter = "2";

/** TF: jobs that turn specs into tickets, at the paths of seed 001 (TF-0..TF-60). */
export function createTicketJobs(dependencies: AppDependencies): Surface {
  const surface = createSurface({ owns: ["/tickets/v1", "/v1/task-generation"], dialect: ticketJobsDialect });
  const { app } = surface;
  const guard = createGuard(dependencies);
  registerComponents(app);

  const maySubmit = [guard("tickets:submit", "submit"), jsonBody(dependencies.limits.maxBodyBytes)] as const;
  for (const route of [submitRoute, submitAliasRoute]) {
    app.openapi({ ...route, middleware: maySubmit }, async (c) => {
      const input = toAcceptInput(c.req.valid("json"), dependencies);
      const job = await acceptJob(c.get("context"), input);
      return c.json(toAcceptedWire(job), 202);
    });
  }

  app.openapi({ ...schemaRoute, middleware: guard("tickets:read", "read") }, (c) => c.json(schemaWire(), 200));

  for (const { path, hide } of [
    { path: "/tickets/v1/jobs", hide: false },
    // A superset of seed 001, and so not in its document (TF-3).
    { path: "/v1/task-generation/jobs", hide: true },
  ]) serveJobs(path, hide);

  return surface;
}
