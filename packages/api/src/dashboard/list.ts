import { countIncidents, getLlmStatus, type LlmStatus, listIncidents } from "@tessera/core/incidents";
import type { IncidentRequestContext } from "../http/dependencies.ts";
import type { Surface } from "../http/surface.ts";
import type { DashboardGuard } from "./guard.ts";
import { listContent } from "./list-page.ts";
import { filterOf, readListQuery } from "./list-query.ts";
import { showPage } from "./page.ts";

const pageSize = 50;

export function serveList({ app }: Surface, guard: DashboardGuard): void {
  app.get("/dashboard", guard.page, async (c) => {
    const { context, viewer } = c.var;
    const query = readListQuery(c.req.query());
    const [page, counts, llm] = await Promise.all([
      listIncidents(context, { filter: filterOf(query), limit: pageSize, cursor: query.cursor, offset: 0 }),
      countIncidents(context),
      llmNow(context),
    ]);
    const content = listContent({ page, counts, llm, query, now: context.now() });
    return showPage(c, { title: "Incidents", content, viewer, place: "incidents" });
  });
}

/** A model that hangs is found out after five seconds: the page does not wait, and its next reload knows (LC-49). */
const patienceMs = 1_000;

async function llmNow(context: IncidentRequestContext): Promise<LlmStatus | null> {
  const { promise: tooLate, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), patienceMs);
  try {
    return await Promise.race([getLlmStatus(context), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
