import { AppError } from "@tessera/core/errors";
import { testOwnLlm, testPlatform } from "@tessera/core/incidents";
import {
  getIncidentSettings,
  type IncidentSettingsView,
  PlatformName,
  updateAnomaly,
  updateLlm,
  updateNoiseControl,
  updatePlatforms,
  updateRouting,
} from "@tessera/core/settings";
import type { Context } from "hono";
import type { IncidentRequestContext } from "../http/dependencies.ts";
import type { Surface } from "../http/surface.ts";
import { type Refusal, refusalOf } from "./fault-page.ts";
import type { Form } from "./form.ts";
import type { Asked, DashboardGuard, FormEnv } from "./guard.ts";
import { llmPatch } from "./llm-form.ts";
import { addedWindow, noisePatch, removedWindow } from "./noise-forms.ts";
import { seeOther, showPage } from "./page.ts";
import { platformPatch } from "./platform-forms.ts";
import { anomalyPatch, routingPatch } from "./rule-forms.ts";
import { keptOut, settingsContent } from "./settings-page.ts";
import { type Outcome, type Section, sections } from "./settings-state.ts";

const settingsPath = "/dashboard/settings";

/** The verb behind a form; `view` is what stands there now. */
type Save = (context: IncidentRequestContext, form: Form, view: IncidentSettingsView) => Promise<unknown>;

const saves: Record<Exclude<Section, PlatformName>, Save> = {
  routing: (context, form) => updateRouting(context, { patch: routingPatch(form) }),
  anomaly: (context, form) => updateAnomaly(context, { patch: anomalyPatch(form) }),
  llm: (context, form, { llm }) => updateLlm(context, { patch: llmPatch(form, llm) }),
  noise: (context, form) => updateNoiseControl(context, { patch: noisePatch(form) }),
  maintenance: (context, form, view) => updateNoiseControl(context, { patch: addedWindow(form, view) }),
};

/** LC-40 to LC-48, by forms. */
export function serveSettings({ app }: Surface, guard: DashboardGuard): void {
  const admin = guard.form("admin");

  app.get(settingsPath, guard.page, (c) => showSettings(c, c.var, savedBefore(c.req.query("saved"))));
  for (const section of ["routing", "anomaly", "llm", "noise", "maintenance"] as const) {
    app.post(`${settingsPath}/${section}`, admin, (c) => answerForm(c, section, saves[section]));
  }
  app.post(`${settingsPath}/maintenance/remove`, admin, (c) =>
    answerForm(c, "maintenance", (context, form, view) =>
      updateNoiseControl(context, { patch: removedWindow(form, view) }),
    ),
  );
  app.post(`${settingsPath}/platforms/:platform`, admin, (c) => {
    const name = platformFrom(c.req.param("platform"));
    return answerForm(c, name, (context, form) => updatePlatforms(context, { patch: platformPatch(name, form) }));
  });

  // What was found out stands in the answer, beside what was entered and not saved: a reload changes nothing.
  app.post(`${settingsPath}/platforms/:platform/test`, admin, async (c) => {
    const platform = platformFrom(c.req.param("platform"));
    const { status, message } = await testPlatform(c.get("context"), { platform });
    return showSettings(c, c.var, { section: platform, kind: status, message, entered: c.get("form") });
  });
  app.post(`${settingsPath}/llm/test`, admin, async (c) => {
    const { status, message } = await testOwnLlm(c.get("context"));
    return showSettings(c, c.var, { section: "llm", kind: status, message, entered: c.get("form") });
  });
}

function platformFrom(param: string): PlatformName {
  const parsed = PlatformName.safeParse(param);
  if (parsed.success) return parsed.data;
  throw new AppError("not_found", "There is no such platform");
}

/** Saves and shows the page anew; or shows what was entered, and what is wrong with it. */
async function answerForm(c: Context<FormEnv>, section: Section, save: Save): Promise<Response> {
  const context = c.get("context");
  const form = c.get("form");
  const refusal = await refusalOf(async () => save(context, form, await getIncidentSettings(context)));
  if (!refusal) return seeOther(c, `${settingsPath}?saved=${section}#${section}`);
  const message = `${refusal.message}. ${keptOut(section, form)}`;
  return showSettings(c, c.var, { section, kind: "error", message, entered: form }, refusal.status);
}

async function showSettings(
  c: Context,
  { context, viewer }: Asked,
  outcome: Outcome | undefined,
  status?: Refusal["status"],
): Promise<Response> {
  const view = await getIncidentSettings(context);
  const content = settingsContent({ view, outcome }, viewer);
  return showPage(c, { title: "Settings", content, viewer, place: "settings" }, status);
}

/** The address names a section and nothing else: no link can put words into the page. */
function savedBefore(saved: string | undefined): Outcome | undefined {
  const section = sections.find((name) => name === saved);
  return section && { section, kind: "ok", message: "Saved." };
}
