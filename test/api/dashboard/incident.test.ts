import { workOnIncident } from "@tessera/core/incidents";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, type TestApp } from "../../support/api.ts";
import {
  auditOf,
  incidentIn,
  type Move,
  nobodysId,
  openIncident,
  readIncident,
  type Status,
  setPlatforms,
} from "../../support/incidents.ts";
import { startFakePagerduty } from "../../support/platforms/index.ts";
import { actionsOf, type Browser, openBrowser, sectionCalled } from "./support/browser.ts";
import { attribute, named, textOf } from "./support/html.ts";

let test: TestApp;
let caller: Caller;
let browser: Browser;
beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
  browser = openBrowser(test, { key: caller.key });
});

const pathOf = (id: string) => `/dashboard/incidents/${id}`;

describe("LC-4, LC-63: the page of an incident", () => {
  it("tells everything that the API tells of it", async () => {
    const id = await openIncident(test, caller.key, {
      service: "payments",
      trace_id: "abcdef1234567890",
      affected_services: ["orders", "mail"],
      error_message: "deadlock detected",
    });
    const incident = await readIncident(test, caller.key, id);

    const { page } = await browser.open(pathOf(id));

    const shown = textOf(page);
    const { title, severity, status, rootCause, impact, reproduceSteps, suggestedFix, traceId } = incident;
    const words = [id, title, severity, status, rootCause, impact, ...reproduceSteps, suggestedFix, traceId];
    for (const word of [...words, ...incident.affectedServices]) expect(shown).toContain(word.replace(/\s+/g, " "));
    expect(shown).toContain("created 2026-03-01 12:00:00 UTC");
    expect(shown).toContain("Incident created from anomaly detection");
  });

  const offered: Record<Status, Move[]> = {
    open: ["acknowledge", "resolve", "escalate"],
    acknowledged: ["resolve", "escalate"],
    escalated: ["acknowledge", "resolve", "escalate"],
    resolved: ["reopen"],
  };
  it.each(Object.entries(offered))("offers what an incident that is %s may become (LC-8)", async (status, moves) => {
    // The keys of the table are statuses.
    const id = await incidentIn(test, caller.key, status as Status);

    const { page } = await browser.open(pathOf(id));

    const actions = actionsOf(sectionCalled(page, "Actions"));
    expect(actions).toEqual(moves.map((move) => `${pathOf(id)}/${move}`));
  });

  it("answers one and the same page for a foreign incident, for none, and for what is no id", async () => {
    const foreign = await openIncident(test, caller.key);
    const stranger = openBrowser(test, { key: (await test.signUp()).key });

    const pages = await Promise.all(
      [foreign, nobodysId(), "%00", "a%20b", "x".repeat(3_000)].map((id) => stranger.open(pathOf(id), 404)),
    );

    expect(new Set(pages.map(({ answer }) => answer.text)).size).toBe(1);
    expect(pages[0]?.answer.text).toContain("Incident not found");
  });
});

describe("LC-5..LC-9 by buttons", () => {
  it("walks an incident through its life, and the trail names who did it", async () => {
    const id = await openIncident(test, caller.key);

    for (const move of ["acknowledge", "escalate", "resolve", "reopen"] as const) {
      const { page } = await browser.open(pathOf(id));
      await browser.submit(page, `${pathOf(id)}/${move}`);
    }

    const entries = await auditOf(test, caller.key, id);
    expect(entries.map(({ action }) => action)).toEqual([
      "created",
      "acknowledged",
      "escalated",
      "resolved",
      "reopened",
    ]);
    expect(entries).toContainEqual(expect.objectContaining({ actor: `client:${caller.clientId}` }));
  });

  it("says why a button of a page that is out of date does nothing", async () => {
    const id = await openIncident(test, caller.key);
    const { page } = await browser.open(pathOf(id));
    await browser.submit(page, `${pathOf(id)}/resolve`);

    const answer = await browser.send(page, `${pathOf(id)}/acknowledge`);

    expect(answer.status).toBe(409);
    expect(answer.text).toContain("An incident that is resolved cannot be acknowledged");
    expect((await readIncident(test, caller.key, id)).status).toBe("resolved");
  });
});

describe("LC-61: notes", () => {
  it("adds one to the story, with its lines", async () => {
    const id = await openIncident(test, caller.key);
    const { page } = await browser.open(pathOf(id));

    const after = await browser.submit(page, `${pathOf(id)}/notes`, { text: "Pool doubled.\r\nWatching." });

    expect(after.answer.text).toContain("Pool doubled.\nWatching.");
    expect(textOf(sectionCalled(after.page, "Timeline"))).toContain("noted");
  });

  it.each(["", "   ", "x".repeat(4_001)])("refuses %j, and keeps what was entered", async (text) => {
    const id = await openIncident(test, caller.key);
    const before = await browser.open(pathOf(id));

    const answer = await browser.send(before.page, `${pathOf(id)}/notes`, { text });

    expect(answer.status).toBe(400);
    expect(answer.text).toContain(`>${text}</textarea>`);
    expect(answer.text).toContain("text: must");
  });
});

describe("LC-7, LC-61: telling platforms", () => {
  it("escalates to those that were chosen, forwards, and shows what came of it", async () => {
    const pagerduty = await startFakePagerduty();
    const team = await test.signUp();
    const mine = openBrowser(test, { key: team.key });
    await setPlatforms(test, team.key, { pagerduty: { enabled: true, ...pagerduty.config } });
    const id = await openIncident(test, team.key, { severity: "low" });

    const { page } = await mine.open(pathOf(id));
    await mine.submit(page, `${pathOf(id)}/escalate`, { platforms: ["pagerduty"] });
    pagerduty.failNext({ status: 400 });
    await mine.submit(page, `${pathOf(id)}/forward`, { platform: "pagerduty" });
    await workOnIncident(test.incidentWorker(), { tenantId: team.tenantId, incidentId: id });

    const after = await mine.open(pathOf(id));
    const rows = named(sectionCalled(after.page, "Notifications"), "tr").map(textOf);
    expect(rows[1]).toMatch(new RegExp(`^pagerduty ${id} trigger sent 1 `));
    expect(rows[2]).toMatch(/^pagerduty \S+ trigger failed: .+ 1 /);
    expect(textOf(sectionCalled(after.page, "Timeline"))).toContain("Escalated to pagerduty");
    await pagerduty.stop();
  });

  it.each([
    ["forward", "slack", 422],
    ["forward", "pigeon", 400],
    ["escalate", "pigeon", 400],
  ])("refuses to %s to %s in words", async (action, platform, status) => {
    const id = await openIncident(test, caller.key);

    const answer = await browser.ask(
      "POST",
      `${pathOf(id)}/${action}`,
      new URLSearchParams({ platform, platforms: platform }),
    );

    expect(answer.status).toBe(status);
    expect(answer.text).toContain('role="alert"');
    expect((await readIncident(test, caller.key, id)).status).toBe("open");
  });

  it("links to a platform's own page of it only by the web's schemes", async () => {
    const { tenantId, key } = await test.signUp();
    const id = await openIncident(test, key);
    const row = (platform: "jira" | "slack", url: string) => ({
      ...{ tenantId, incidentId: id, platform, ref: `${platform}-1`, url, dueAt: null, version: 1 },
      messages: [
        {
          ...{ number: 1, action: "trigger" as const, status: "sent" as const, attempts: 1, reason: null },
          ...{ createdAt: "2026-03-01T12:00:00.000Z", attemptedAt: null },
        },
      ],
    });
    await test.store.incidents.saveForwarding(row("jira", "https://jira.example/browse/OPS-1?a=1&b=2"));
    await test.store.incidents.saveForwarding(row("slack", "javascript:alert(1)"));

    const { page, answer } = await openBrowser(test, { key }).open(pathOf(id));

    const links = named(sectionCalled(page, "Notifications"), "a").map((link) => attribute(link, "href"));
    expect(links).toEqual(["https://jira.example/browse/OPS-1?a=1&b=2"]);
    expect(answer.text).not.toContain("javascript:");
    expect(answer.text).toContain("slack-1");
  });
});

describe("X-24: who only reads", () => {
  it("is offered no form, and is refused one that it sends in spite of that", async () => {
    const id = await openIncident(test, caller.key);
    const { tenantId } = caller;
    const reader = await test.signUp({ tenantId, scopes: ["incidents:read"] });
    const own = openBrowser(test, { key: reader.key });

    const { page } = await own.open(pathOf(id));
    const answer = await own.ask("POST", `${pathOf(id)}/resolve`, new URLSearchParams());

    expect(actionsOf(page)).toEqual(["/dashboard/sign-out"]);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("This needs the scope incidents:write");
    expect((await readIncident(test, caller.key, id)).status).toBe("open");
  });
});
