import { platformNames, platforms } from "@tessera/core/settings";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Caller, createTestApp, type TestApp } from "../../support/api.ts";
import { setPlatforms } from "../../support/incidents.ts";
import { startFakePagerduty } from "../../support/platforms/index.ts";
import { actionsOf, type Browser, noticeOf, openBrowser, valueIn } from "./support/browser.ts";
import { named, parseHtml } from "./support/html.ts";

let test: TestApp;
let caller: Caller;
let browser: Browser;
beforeAll(async () => {
  test = await createTestApp();
});
/** Settings are a tenant's: each test has its own. */
beforeEach(async () => {
  caller = await test.signUp();
  browser = openBrowser(test, { key: caller.key });
});

const path = "/dashboard/settings";
const pagerduty = `${path}/platforms/pagerduty`;
const jira = `${path}/platforms/jira`;

async function config() {
  return (await test.call("GET", "/api/v1/config", { key: caller.key })).body;
}

async function noise() {
  return (await test.call("GET", "/api/v1/config/noise", { key: caller.key })).body;
}

describe("LC-40..LC-45, LC-63: settings by forms", () => {
  it("changes nothing when every form is sent as it stands", async () => {
    await setPlatforms(test, caller.key, {
      pagerduty: { enabled: true, routingKey: "key-1", apiUrl: "https://events.eu.pagerduty.com" },
      slack: { enabled: false, webhookUrl: "https://hooks.slack.com/services/T/B/secret" },
    });
    await test.call("PATCH", "/api/v1/config/routing", { key: caller.key, body: { high: ["slack", "jira"], low: [] } });
    await test.call("PATCH", "/api/v1/config/llm", {
      key: caller.key,
      body: { provider: "openai", model: "gpt-4", apiKey: "sk-1" },
    });
    const before = [await config(), await noise()];
    const { page } = await browser.open(path);

    const saving = actionsOf(page).filter((action) => !/sign-out|\/test$|\/maintenance/.test(action));
    for (const action of saving) await browser.submit(page, action);

    expect(saving).toHaveLength(platformNames.length + 4);
    expect([await config(), await noise()]).toEqual(before);
  });

  it("saves a platform, says so, and never shows its secret again (LC-41)", async () => {
    const { page } = await browser.open(path);

    const after = await browser.submit(page, pagerduty, { routingKey: "R0UT1NG-SECRET", enabled: "on" });

    expect(noticeOf(after.page)).toBe("Saved.");
    expect((await config()).platforms.pagerduty).toEqual({ enabled: true, routingKey: "****" });
    expect(valueIn(after.page, pagerduty, "routingKey")).toBe("****");
    expect(after.answer.text).not.toContain("R0UT1NG-SECRET");
  });

  it("has a form field for everything that a platform takes", async () => {
    const { page } = await browser.open(path);

    for (const name of platformNames) {
      for (const field of Object.keys(platforms[name].config.shape)) {
        expect(valueIn(page, `${path}/platforms/${name}`, field)).toBe("");
      }
    }
  });

  it("keeps a secret that was left alone, takes a new one, and takes one away that was cleared", async () => {
    const fake = await startFakePagerduty();
    const { routingKey } = fake.config;
    await setPlatforms(test, caller.key, { pagerduty: { enabled: true, ...fake.config } });
    const works = async () => {
      const { page } = await browser.open(path);
      return noticeOf(parseHtml((await browser.send(page, `${pagerduty}/test`)).text));
    };

    await browser.submit((await browser.open(path)).page, pagerduty, { enabled: null });
    expect(await works()).toBe("Connection successful");
    await browser.submit((await browser.open(path)).page, pagerduty, { routingKey: "another" });
    expect(await works()).not.toBe("Connection successful");
    await browser.submit((await browser.open(path)).page, pagerduty, { routingKey });
    expect(await works()).toBe("Connection successful");
    await browser.submit((await browser.open(path)).page, pagerduty, { routingKey: "" });
    expect(await works()).toBe("Missing required fields: routingKey");
    await fake.stop();
  });

  it("says what is missing, and shows what was entered but for secrets", async () => {
    const { page } = await browser.open(path);

    const answer = await browser.send(page, jira, {
      enabled: "on",
      baseUrl: "https://org.atlassian.net",
      apiToken: "T0KEN-SECRET",
    });

    expect(answer.status).toBe(400);
    const shown = parseHtml(answer.text);
    expect(noticeOf(shown)).toContain("jira: missing required fields: userEmail");
    expect(noticeOf(shown)).toContain("enter the secret again");
    expect(valueIn(shown, jira, "baseUrl")).toBe("https://org.atlassian.net");
    expect(valueIn(shown, jira, "enabled")).toBe("on");
    expect(valueIn(shown, jira, "apiToken")).toBe("");
    expect(answer.text).not.toContain("T0KEN-SECRET");
    expect((await config()).platforms.jira).toEqual({ enabled: false });
  });

  it("does not send a stored secret along to another host (F6)", async () => {
    const stored = { enabled: true, baseUrl: "https://a.atlassian.net", apiToken: "secret", userEmail: "a@b.example" };
    await setPlatforms(test, caller.key, { jira: stored });
    const { page } = await browser.open(path);

    const answer = await browser.send(page, jira, { baseUrl: "https://b.atlassian.net" });

    expect(answer.status).toBe(400);
    expect(noticeOf(parseHtml(answer.text))).toContain("apiToken must be entered again");
  });

  it("saves routes in their order, and empty ones", async () => {
    const { page } = await browser.open(path);

    const after = await browser.submit(page, `${path}/routing`, { critical: ["slack", "pagerduty"], low: null });

    const { routing } = await config();
    expect(routing.critical).toEqual(["slack", "pagerduty"]);
    expect(routing.low).toEqual([]);
    expect(routing.high).toEqual(["jira", "slack"]);
    const boxes = named(after.page, "input").filter((input) => input.attributes.get("name") === "critical");
    expect(boxes.slice(0, 2).map((input) => input.attributes.get("value"))).toEqual(["slack", "pagerduty"]);
  });

  it("saves what counts as an anomaly and as a duplicate (LC-44)", async () => {
    const { page } = await browser.open(path);

    const entries = { minimumScore: "0.9", lookbackWindow: "30m", fingerprintFields: ["environment"] };
    await browser.submit(page, `${path}/anomaly`, entries);

    expect((await config()).anomaly).toEqual({
      minimumScore: 0.9,
      lookbackWindow: "30m",
      fingerprintFields: ["environment"],
    });
  });

  it.each([
    ["anomaly", { minimumScore: "many" }, "minimumScore: must be a number"],
    ["anomaly", { minimumScore: "" }, "minimumScore: must be a number"],
    ["anomaly", { lookbackWindow: "soon" }, "lookbackWindow: must be a time window"],
    ["routing", { low: ["pigeon"] }, "low.0:"],
    ["noise", { quietMinutes: "0" }, "autoResolve.quietMinutes:"],
    ["llm", { provider: "oracle" }, "provider:"],
    ["maintenance", { startsAt: "2026-03-02T12:00", endsAt: "2026-03-02T11:00" }, "endsAt: must be after startsAt"],
    ["maintenance", { startsAt: "", endsAt: "tomorrow" }, "startsAt:"],
  ])("says what is wrong with %s %j, and shows it again", async (section, entries, fault) => {
    const before = [await config(), await noise()];
    const { page } = await browser.open(path);

    const answer = await browser.send(page, `${path}/${section}`, entries);

    expect(answer.status).toBe(400);
    expect(noticeOf(parseHtml(answer.text))).toContain(fault);
    expect([await config(), await noise()]).toEqual(before);
    const texts = Object.entries(entries).filter(([name]) => !["low", "provider"].includes(name));
    for (const [name, value] of texts) {
      expect(valueIn(parseHtml(answer.text), `${path}/${section}`, name)).toBe(value);
    }
  });

  it("saves what keeps incidents few (G-12)", async () => {
    const { page } = await browser.open(path);

    await browser.submit(page, `${path}/noise`, {
      flapping: "on",
      maxIncidents: "5",
      window: "2h",
      autoResolve: "on",
      quietMinutes: "90",
    });

    const { flapping, autoResolve } = await noise();
    expect(flapping).toEqual({ enabled: true, maxIncidents: 5, window: "2h" });
    expect(autoResolve).toEqual({ enabled: true, quietMinutes: 90 });
  });

  it("adds a maintenance window in UTC, and takes just that one away again", async () => {
    const action = `${path}/maintenance`;
    const first = { service: "db", startsAt: "2026-03-02T12:00", endsAt: "2026-03-02T14:00", reason: "Upgrade" };
    const second = { service: "", startsAt: "2026-04-02T12:00", endsAt: "2026-04-02T14:00", reason: "" };
    await browser.submit((await browser.open(path)).page, action, first);
    const { page } = await browser.submit((await browser.open(path)).page, action, second);
    expect((await noise()).maintenanceWindows).toHaveLength(2);

    // The newest stands first, so this is its form.
    await browser.submit(page, `${action}/remove`);

    const [left, ...others] = (await noise()).maintenanceWindows;
    expect(others).toEqual([]);
    expect(left).toMatchObject({ service: "db", reason: "Upgrade" });
    expect(Date.parse(left.startsAt)).toBe(Date.parse("2026-03-02T12:00:00Z"));
  });
});

describe("LC-45: the model", () => {
  const llm = `${path}/llm`;

  it("saves provider, model and key, and shows no key", async () => {
    const { page } = await browser.open(path);

    const after = await browser.submit(page, llm, { provider: "openai", model: "gpt-4", apiKey: "sk-VERY-SECRET" });

    expect((await config()).llm).toEqual({ provider: "openai", model: "gpt-4", apiKey: "****" });
    expect(after.answer.text).not.toContain("sk-VERY-SECRET");
  });

  it("takes neither the model nor the key along to another provider", async () => {
    const { page } = await browser.open(path);
    const saved = await browser.submit(page, llm, { provider: "openai", model: "gpt-4", apiKey: "sk-1" });

    await browser.submit(saved.page, llm, { provider: "claude" });

    const { provider, model, apiKey } = (await config()).llm;
    expect({ provider, apiKey }).toEqual({ provider: "claude", apiKey: undefined });
    expect(model).toMatch(/claude/);
  });

  it("takes a key away that was cleared", async () => {
    const { page } = await browser.open(path);
    const saved = await browser.submit(page, llm, { provider: "openai", model: "gpt-4", apiKey: "sk-1" });

    await browser.submit(saved.page, llm, { apiKey: "" });

    expect((await config()).llm).toEqual({ provider: "openai", model: "gpt-4" });
  });

  it("shows neither the key nor the fault's value where it may not be saved", async () => {
    const { page } = await browser.open(path);

    const answer = await browser.send(page, llm, { provider: "openai", apiKey: "sk SECRET with blanks" });

    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain("sk SECRET");
    expect(noticeOf(parseHtml(answer.text))).toContain("enter the secret again");
  });
});

describe("LC-47, LC-48: tests by buttons", () => {
  it.each(platformNames)("says what %s still needs", async (name) => {
    const { page } = await browser.open(path);

    const answer = await browser.send(page, `${path}/platforms/${name}/test`);

    expect(answer.status).toBe(200);
    expect(noticeOf(parseHtml(answer.text))).toBe(`Missing required fields: ${platforms[name].required.join(", ")}`);
  });

  it("shows the answer of the model, and what was entered and not saved", async () => {
    const { page } = await browser.open(path);

    const answer = await browser.send(page, `${path}/llm/test`, { model: "half-typed", apiKey: "sk-SECRET" });

    const shown = parseHtml(answer.text);
    expect(noticeOf(shown)).toBe("Incidents are analysed by rules, without an LLM");
    expect(valueIn(shown, `${path}/llm`, "model")).toBe("half-typed");
    expect(answer.text).not.toContain("sk-SECRET");
    expect((await config()).llm.model).not.toBe("half-typed");
  });
});

describe("X-24: who may not change settings", () => {
  it("sees them switched off, and is refused", async () => {
    const writer = await test.signUp({ tenantId: caller.tenantId, scopes: ["incidents:write"] });
    const own = openBrowser(test, { key: writer.key });
    const before = await config();

    const { page } = await own.open(path);
    const answers = await Promise.all(
      actionsOf(page)
        .filter((action) => action.startsWith(path))
        .map((action) => own.send(page, action)),
    );

    expect(named(page, "fieldset")[0]?.attributes.has("disabled")).toBe(true);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    expect(await config()).toEqual(before);
  });
});
