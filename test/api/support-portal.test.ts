import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  desk = await openDesk(test);
  // Logins of one source are counted, and here all come from one.
  test.clock.advance(15 * 60_000);
});

const login = (body: object) => test.call("POST", "/portal/login", { body });

/** The token of the link that was mailed to an address. */
async function signIn(email: string, tenant = desk.tenantId): Promise<string> {
  expectStatus(await login({ email, tenant }), 202);
  return new URL(test.mailed.at(-1)?.url ?? "").searchParams.get("token") ?? "";
}

describe("PX-64 D-20 POST /portal/login", () => {
  it("mails a link that signs the address in", async () => {
    const answer = await login({ email: " Ann@Example.org ", tenant: desk.tenantId });

    const { url, ...link } = test.mailed.at(-1) ?? { url: "" };
    const key = new URL(url).searchParams.get("token") ?? "";
    const session = await test.call("GET", "/portal/session", { key });
    const expiresAt = new Date(test.clock.now().getTime() + 24 * 3_600_000).toISOString();
    expect(answer).toMatchObject({ status: 202, body: { status: "sent" } });
    expect(url).toMatch(/^https:\/\/desk\.example\/portal\?token=tct_/);
    expect(link).toEqual({ tenantId: desk.tenantId, email: "ann@example.org", expiresAt });
    expect(session).toMatchObject({ status: 200, body: { email: "ann@example.org", expiresAt } });
  });

  it("answers the same for who has tickets, for who has none, and for a tenant that is not there", async () => {
    await createTicket(test, desk.member.key, { contactEmail: "ann@example.org" });
    const count = test.mailed.length;

    const answers = [
      await login({ email: "ann@example.org", tenant: desk.tenantId }),
      await login({ email: "new@example.org", tenant: desk.tenantId }),
      await login({ email: "ann@example.org", tenant: "nobody" }),
    ];

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['202 {"status":"sent"}']));
    expect(test.mailed.slice(count).map(({ email }) => email)).toEqual(["ann@example.org", "new@example.org"]);
  });

  it("builds no link from what the request says of its host", async () => {
    await test.call("POST", "/portal/login", {
      body: { email: "ann@example.org", tenant: desk.tenantId },
      headers: { host: "evil.example", "x-forwarded-host": "evil.example" },
    });

    expect(test.mailed.at(-1)?.url).toMatch(/^https:\/\/desk\.example\//);
  });

  it.each([
    {},
    { email: "no address" },
    { email: 7 },
    { email: "a@b.example", tenant: "" },
    { email: "a@b.example", more: 1 },
  ])("refuses %j", async (body) => {
    expect(await login(body)).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });

  it("mails one address five times in a quarter of an hour, whatever the tenant and the case", async () => {
    const other = await openDesk(test);
    const count = test.mailed.length;
    const statuses: number[] = [];

    for (const email of ["Eve@x.example", "eve@x.example", "EVE@x.example", "eve@X.example", "eve@x.example"]) {
      statuses.push((await login({ email, tenant: desk.tenantId })).status);
    }
    const sixth = await login({ email: "eve@x.example", tenant: other.tenantId });
    test.clock.advance(15 * 60_000);
    const later = await login({ email: "eve@x.example", tenant: desk.tenantId });

    expect([...statuses, sixth.status, later.status]).toEqual([202, 202, 202, 202, 202, 429, 202]);
    expect(Number(sixth.headers.get("retry-after"))).toBeGreaterThan(60);
    expect(test.mailed).toHaveLength(count + 6);
  });

  it("mails for one source thirty times", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 31; count += 1) {
      statuses.push((await login({ email: `a${count}@x.example`, tenant: desk.tenantId })).status);
    }

    expect(statuses.filter((status) => status === 202)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
  });

  it("answers as ever where no mail can be sent, and logs it", async () => {
    const refusing = { sendLoginLink: () => Promise.reject(new Error("SES is down")) };
    for (const contactMailer of [null, refusing]) {
      const without = await createTestApp({ contactMailer });
      const answer = await without.call("POST", "/portal/login", {
        body: { email: "ann@example.org", tenant: desk.tenantId },
      });

      expect(answer).toMatchObject({ status: 202, body: { status: "sent" } });
      expect(without.logged.filter(({ level }) => level === "error")).toMatchObject([
        { message: "portal login link was not sent" },
      ]);
    }
  });
});

describe("PX-64 GET /portal/session", () => {
  it.each([
    ["no token", undefined, 401],
    ["a token of nobody", "tct_x.y", 401],
    ["a member's key", "member", 403],
  ])("refuses %s", async (_what, key, status) => {
    const answer = await test.call("GET", "/portal/session", { key: key === "member" ? desk.member.key : key });

    expect(answer).toMatchObject({ status, body: { error: expect.any(String) } });
  });

  it("leaves no address in the log", async () => {
    const key = await signIn("ann@example.org");
    await test.call("GET", "/portal/session", { key });

    const line = test.logged.at(-1);
    expect(line).toMatchObject({ message: "request", fields: { tenantId: desk.tenantId, clientId: "contact" } });
    expect(JSON.stringify(test.logged)).not.toContain("ann@example.org");
  });

  it("ends after 24 hours", async () => {
    const key = await signIn("ann@example.org");
    test.clock.advance(24 * 3_600_000);

    const answers = [
      await test.call("GET", "/portal/session", { key }),
      await test.call("GET", "/api/v1/tickets", { key }),
      await test.call("GET", "/tickets/v1/jobs", { key }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });
});
