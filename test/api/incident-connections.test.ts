import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { setPlatforms } from "../support/incidents.ts";
import {
  startFakeJira,
  startFakeOpsgenie,
  startFakePagerduty,
  startFakeServicenow,
  startFakeSlack,
} from "../support/platforms/index.ts";

let test: TestApp;
let key: string;

beforeEach(async () => {
  test = await createTestApp();
  key = (await test.signUp({ scopes: ["incidents:admin"] })).key;
});

const probe = (platform: unknown) => test.call("POST", "/api/v1/test-connection", { key, body: { platform } });
const withoutNulls = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const fakes = [
  { platform: "pagerduty", start: startFakePagerduty, missing: "routingKey" },
  { platform: "jira", start: startFakeJira, missing: "baseUrl, apiToken, userEmail" },
  { platform: "servicenow", start: startFakeServicenow, missing: "instanceUrl, username, password" },
  { platform: "opsgenie", start: startFakeOpsgenie, missing: "apiKey" },
  { platform: "slack", start: startFakeSlack, missing: "webhookUrl" },
] as const;

describe.each(fakes)("LC-47 POST /api/v1/test-connection of $platform", ({ platform, start, missing }) => {
  async function setUp() {
    const host = await start();
    onTestFinished(() => host.stop());
    // Not enabled: people test what they are about to switch on.
    await setPlatforms(test, key, { [platform]: withoutNulls(host.config) });
    return host;
  }

  it("says that it works where it does", async () => {
    const host = await setUp();

    const { status, body } = await probe(platform);

    expect([status, body]).toEqual([200, { status: "ok", platform, message: "Connection successful" }]);
    expect(host.requests).toHaveLength(1);
  });

  it("says what is wrong in our own words, still with 200: refused, and out of reach", async () => {
    const host = await setUp();
    host.failNext({ status: 401, body: { message: "SECRET-VENDOR-TEXT" } });
    const refused = await probe(platform);
    await host.stop();
    const away = await probe(platform);

    for (const { status, body } of [refused, away]) {
      expect([status, body.status, body.platform]).toEqual([200, "error", platform]);
      expect(body.message).toMatch(/^[A-Z][\w' ]{5,80}$/);
      expect(body.message).not.toContain("SECRET");
    }
    expect(refused.body.message).not.toBe(away.body.message);
  });

  it("names the fields that are missing", async () => {
    expect((await probe(platform)).body).toEqual({
      ...{ status: "error", platform, message: `Missing required fields: ${missing}` },
    });
  });
});

describe("LC-47 a platform that there is not", () => {
  it.each(["email", "", null, 1, "__proto__"])("%j is refused", async (platform) => {
    const { status, body } = await probe(platform);

    expect([status, body.error.code]).toEqual([400, "validation_error"]);
  });
});
