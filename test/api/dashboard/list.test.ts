import { workOnIncident } from "@tessera/core/incidents";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, type TestApp } from "../../support/api.ts";
import { anomalyEvent, move, openIncident } from "../../support/incidents.ts";
import { type Browser, openBrowser } from "./support/browser.ts";
import { attribute, type Node, named, textOf } from "./support/html.ts";

let test: TestApp;
let caller: Caller;
let browser: Browser;
beforeAll(async () => {
  test = await createTestApp();
});

/** A tenant of its own, and a browser that acts for it. */
async function begin() {
  caller = await test.signUp();
  browser = openBrowser(test, { key: caller.key });
}

const rowsOf = (page: Node) => named(page, "tbody").flatMap((body) => named(body, "tr"));
const older = (page: Node) => named(page, "a").filter((link) => link.attributes.get("rel") === "next");

/** What the row of an incident says. */
function rowOf(page: Node, id: string): string {
  const found = rowsOf(page).find((row) => textOf(row).includes(id));
  if (!found) throw new Error(`no row of ${id}`);
  return textOf(found);
}

/** Where its first link goes to. */
function linkOf(node: Node): string {
  const [link] = named(node, "a");
  if (!link) throw new Error("no link");
  return attribute(link, "href");
}
const idsOf = (page: Node) => rowsOf(page).map((row) => /inc-\d{8}-\d+/.exec(textOf(row))?.[0]);

describe("LC-63: the list of incidents", () => {
  beforeAll(begin);

  it("shows incidents newest first, with severity, status, count, service and age", async () => {
    const first = await openIncident(test, caller.key, { service: "checkout", severity: "high" });
    test.clock.advance(2 * 3_600_000);
    const second = await openIncident(test, caller.key, { service: "payments", severity: "critical" });

    const { page } = await browser.open("/dashboard");

    expect(idsOf(page)).toEqual([second, first]);
    const row = rowOf(page, first);
    for (const shown of ["checkout", "high", "open", "2 h"]) expect(row).toContain(shown);
  });

  it("counts the anomalies of an incident (LC-22)", async () => {
    const id = await openIncident(test, caller.key, { service: "noisy" });
    const body = anomalyEvent(test, { service: "noisy" });
    await test.call("POST", "/api/v1/anomalies", { key: caller.key, body });

    const { page } = await browser.open("/dashboard");

    expect(rowOf(page, id)).toMatch(/noisy 2 now/);
  });

  it("leads to each incident", async () => {
    const { page } = await browser.open("/dashboard");

    const titles = await Promise.all(
      rowsOf(page).map(async (row) => named((await browser.open(linkOf(row))).page, "h1").map(textOf)),
    );
    expect(titles).toEqual([
      [expect.stringContaining("noisy")],
      [expect.stringContaining("payments")],
      [expect.stringContaining("checkout")],
    ]);
  });

  it("counts incidents by status", async () => {
    const id = await openIncident(test, caller.key);
    await move(test, caller.key, id, "resolve");

    const { page } = await browser.open("/dashboard");

    const tiles = named(page, "li").map(textOf);
    expect(tiles).toEqual(["3 open", "0 acknowledged", "0 escalated", "1 resolved"]);
  });

  it("says how the model is (LC-49)", async () => {
    const { page } = await browser.open("/dashboard");

    expect(textOf(page)).toContain("LLM: ok (offline, ");
  });
});

describe("LC-1, LC-63: filters and pages", () => {
  beforeAll(begin);

  it("filters by status, severity, service and text", async () => {
    const wanted = await openIncident(test, caller.key, { service: "wanted", severity: "low" });
    await openIncident(test, caller.key, { service: "other", severity: "high" });
    const closed = await openIncident(test, caller.key, { service: "closed", severity: "low" });
    await move(test, caller.key, closed, "resolve");

    const shown = async (query: string) => idsOf((await browser.open(`/dashboard?${query}`)).page);

    expect(await shown("status=resolved&severity=&service=&q=")).toEqual([closed]);
    expect(await shown("severity=low&status=open")).toEqual([wanted]);
    expect(await shown("service=wanted")).toEqual([wanted]);
    expect(await shown("q=WANT")).toEqual([wanted]);
    expect(await shown("q=nothing-like-that")).toEqual([]);
  });

  it("keeps what was chosen in the form", async () => {
    const { page } = await browser.open("/dashboard?status=resolved&service=checkout");

    const forms = named(page, "form").filter((form) => form.attributes.get("method") === "get");
    const selected = forms
      .flatMap((form) => named(form, "option"))
      .filter((option) => option.attributes.has("selected"));
    expect(selected.map(textOf)).toEqual(["resolved"]);
    const entered = forms.flatMap((form) => named(form, "input")).map((input) => input.attributes.get("value"));
    expect(entered).toEqual(["checkout", ""]);
  });

  it.each(["status=broken", "severity=urgent", `q=${"x".repeat(201)}`, "cursor=edited"])(
    "refuses %s as a page",
    async (query) => {
      const answer = await browser.ask("GET", `/dashboard?${query}`);

      expect(answer.status).toBe(400);
      expect(answer.headers.get("content-type")).toMatch("text/html");
    },
  );

  it("goes on to older ones, each once", async () => {
    await begin();
    const made: string[] = [];
    for (let number = 0; number < 53; number += 1) made.push(await openIncident(test, caller.key));

    const first = await browser.open("/dashboard");
    const [onward] = older(first.page).map((link) => attribute(link, "href"));
    const second = await browser.open(onward ?? "");

    expect(idsOf(first.page)).toHaveLength(50);
    expect([...idsOf(first.page), ...idsOf(second.page)].sort()).toEqual(made.sort());
    expect(older(second.page)).toEqual([]);
  });
});

describe("LC-26: the badge of what no model has written", () => {
  it("stands on such an incident, in the list and on its page, and not on one of a model", async () => {
    const analysis = {
      title: "The pool of payments is empty",
      rootCause: "All connections are taken",
      impact: "Nobody can pay",
      reproduceSteps: ["Pay"],
      suggestedFix: "Close connections",
    };
    const withModel = await createTestApp({
      modelSettings: { default: { provider: "ollama", model: "test-model" } },
      models: {
        call: async () => ({
          text: JSON.stringify(analysis),
          finishReason: "stop",
          usage: { promptTokens: 1, completionTokens: 1 },
        }),
      },
    });
    const { key, tenantId } = await withModel.signUp();
    const byRules = await openIncident(withModel, key);
    const byModel = await openIncident(withModel, key, { service: "payments" });
    await workOnIncident(withModel.incidentWorker(), { tenantId, incidentId: byModel });
    const reader = openBrowser(withModel, { key });

    const { page } = await reader.open("/dashboard");

    expect(rowOf(page, byModel)).toContain(analysis.title);
    expect(rowOf(page, byModel)).not.toContain("Fallback");
    expect(rowOf(page, byRules)).toContain("Fallback");
    expect((await reader.open(`/dashboard/incidents/${byRules}`)).answer.text).toContain(">Fallback<");
    // Nowhere in it, in any case: not in a class, and not in a sentence.
    expect((await reader.open(`/dashboard/incidents/${byModel}`)).answer.text).not.toMatch(/fallback/i);
  });
});

describe("G-12: the badge of what flaps", () => {
  it("stands on an incident that no platform was told of", async () => {
    await begin();
    const body = { flapping: { enabled: true, maxIncidents: 1, window: "1h" } };
    await test.call("PATCH", "/api/v1/config/noise", { key: caller.key, body });
    const first = await openIncident(test, caller.key, { service: "unsteady" });
    await move(test, caller.key, first, "resolve");
    const second = await openIncident(test, caller.key, { service: "unsteady" });

    const { page } = await browser.open("/dashboard");

    expect(rowOf(page, second)).toContain("Flapping");
    expect(rowOf(page, first)).not.toContain("Flapping");
  });
});
