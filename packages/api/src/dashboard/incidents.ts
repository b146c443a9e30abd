import {
  addIncidentNote,
  escalateIncident,
  forwardIncident,
  getIncident,
  incidentMoves,
  moveIncident,
} from "@tessera/core/incidents";
import { getIncidentSettings, platformNames } from "@tessera/core/settings";
import type { Context } from "hono";
import type { IncidentRequestContext } from "../http/dependencies.ts";
import type { Surface } from "../http/surface.ts";
import { type Refusal, refusalOf } from "./fault-page.ts";
import type { Form } from "./form.ts";
import type { Asked, DashboardGuard, FormEnv } from "./guard.ts";
import { incidentPath } from "./incident-forms.ts";
import { chosenPlatforms, idFrom, movesOf, noteOf, platformOf } from "./incident-input.ts";
import { incidentContent } from "./incident-page.ts";
import { seeOther, showPage } from "./page.ts";

const incidentRoute = "/dashboard/incidents/:id";

/** What a form asks for. */
type Act = (context: IncidentRequestContext, id: string, form: Form) => Promise<unknown>;

/** LC-5 to LC-9 and LC-61, by buttons. */
export function serveIncidents({ app }: Surface, guard: DashboardGuard): void {
  const serveForm = (name: string, act: Act) => {
    app.post(`${incidentRoute}/${name}`, guard.form("write"), (c) => answerForm(c, c.req.param("id"), act));
  };

  app.get(incidentRoute, guard.page, (c) => showIncident(c, c.var, idFrom(c.req.param("id"))));
  for (const move of incidentMoves) {
    serveForm(
      move,
      move === "escalate"
        ? (context, id, form) => escalateIncident(context, { id, platforms: chosenPlatforms(form) })
        : (context, id) => moveIncident(context, { id, move }),
    );
  }
  serveForm("forward", (context, id, form) => forwardIncident(context, { id, platform: platformOf(form) }));
  serveForm("notes", (context, id, form) => addIncidentNote(context, { id, text: noteOf(form) }));
}

/** Does it and goes back to the incident, which shows what has changed; or says there why it could not be done. */
async function answerForm(c: Context<FormEnv>, param: string, act: Act): Promise<Response> {
  const id = idFrom(param);
  const form = c.get("form");
  const refusal = await refusalOf(() => act(c.get("context"), id, form));
  if (!refusal) return seeOther(c, incidentPath(id));
  return showIncident(c, c.var, id, { ...refusal, note: form.get("text") ?? undefined });
}

async function showIncident(
  c: Context,
  { context, viewer }: Asked,
  id: string,
  refused?: Refusal & { note: string | undefined },
): Promise<Response> {
  const [shown, settings] = await Promise.all([getIncident(context, { id }), getIncidentSettings(context)]);
  const content = incidentContent({
    shown,
    moves: movesOf(shown.incident),
    enabled: platformNames.filter((name) => settings.platforms[name].enabled),
    viewer,
    fault: refused?.message,
    note: refused?.note,
  });
  const title = `${id} ${shown.incident.title}`;
  return showPage(c, { title, content, viewer, place: "incidents" }, refused?.status);
}
