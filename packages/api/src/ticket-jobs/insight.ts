import {
  getCoverage,
  getUsage,
  listAttempts,
  listEvents,
  replayJob,
  waitForEnd,
  waitForEvents,
} from "@tessera/core/jobs";
import type { AppDependencies } from "../http/dependencies.ts";
import type { Guard } from "../http/guard.ts";
import { grantWait } from "../http/prefer.ts";
import type { Surface } from "../http/surface.ts";
import { answerAccepted, answerWithout } from "./answers.ts";
import { attemptsToWire } from "./attempts-wire.ts";
import { coverageToWire } from "./coverage-wire.ts";
import { answerStream, wantsStream } from "./event-stream.ts";
import { eventsToWire } from "./events-wire.ts";
import { attemptsRoute, coverageRoute, eventsRoute, replayRoute, usageRoute } from "./insight-routes.ts";
import { usageToWire } from "./usage-wire.ts";

/** What one may want to know of a job beside its status and result, and how to run it again. */
export function serveInsight(
  { app }: Surface,
  dependencies: AppDependencies,
  guard: Guard,
  at: { base: string; hide: boolean },
): void {
  const { base, hide } = at;
  const middleware = guard({ scope: "tickets:read", bucket: "read" });

  app.openapi({ ...coverageRoute, path: `${base}/{job_id}/coverage`, hide, middleware }, async (c) => {
    const answer = await getCoverage(c.get("context"), { jobId: c.req.valid("param").job_id });
    if (answer.kind !== "ready") return answerWithout(c, answer, "coverage");
    return c.json(coverageToWire(answer), 200);
  });

  app.openapi({ ...attemptsRoute, path: `${base}/{job_id}/attempts`, hide, middleware }, async (c) => {
    const texts = c.req.valid("query").texts === "true";
    const list = await listAttempts(c.get("context"), { jobId: c.req.valid("param").job_id, texts });
    return c.json(attemptsToWire(list), 200);
  });

  app.openapi({ ...usageRoute, path: `${base}/{job_id}/usage`, hide, middleware }, async (c) => {
    const { job_id: jobId } = c.req.valid("param");
    return c.json(usageToWire(jobId, await getUsage(c.get("context"), { jobId })), 200);
  });

  app.openapi({ ...eventsRoute, path: `${base}/{job_id}/events`, hide, middleware }, async (c) => {
    const context = c.get("context");
    const after = Number(c.req.valid("header")["Last-Event-ID"] ?? c.req.valid("query").after ?? 0);
    const page = await listEvents(context, { jobId: c.req.valid("param").job_id, after });
    if (wantsStream(c)) return answerStream(c, dependencies, page);
    return c.json(eventsToWire(await waitForEvents(context, page, grantWait(dependencies, c))), 200);
  });

  const mayReplay = guard({ scope: "tickets:submit", bucket: "submit" });
  app.openapi({ ...replayRoute, path: `${base}/{job_id}/replay`, hide, middleware: mayReplay }, async (c) => {
    const context = c.get("context");
    const { "Idempotency-Key": idempotencyKey = null } = c.req.valid("header");
    const job = await replayJob(context, { jobId: c.req.valid("param").job_id, idempotencyKey });
    const latest = await waitForEnd(context, job, grantWait(dependencies, c));
    c.header("Location", `/tickets/v1/jobs/${job.id}`);
    return answerAccepted(c, latest);
  });
}
