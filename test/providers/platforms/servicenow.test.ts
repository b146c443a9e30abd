import { describe, expect, it, onTestFinished } from "vitest";
import { connectTo, makeBrief, makeMessage, startFakeServicenow } from "../../support/platforms/index.ts";

async function startWorld() {
  const fake = await startFakeServicenow();
  onTestFinished(() => fake.stop());
  return { fake, servicenow: connectTo().connect("servicenow", fake.config) };
}

const table = "/api/now/table/incident";

describe("LC-50 what ServiceNow is sent", () => {
  it("is a record with the incident's id as its correlation id", async () => {
    const { fake, servicenow } = await startWorld();

    const outcome = await servicenow.send(makeMessage());

    const id = fake.records[0]?.sys_id;
    expect(outcome).toEqual({ kind: "sent", ref: id, url: `${fake.url}/incident.do?sys_id=${id}` });
    expect(fake.requests).toMatchObject([
      {
        method: "POST",
        path: table,
        query: { sysparm_fields: "sys_id" },
        body: {
          short_description: "inc-20260301-001 [high] payment-service: Payments time out",
          urgency: "1",
          impact: "2",
          correlation_id: "inc-20260301-001",
        },
      },
    ]);
    expect(fake.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from("integration:pässword: with a colon").toString("base64")}`,
    );
    expect(fake.requests[0]?.body).not.toHaveProperty("assignment_group");
  });

  it.each([
    ["critical", "1", "1"],
    ["high", "1", "2"],
    ["medium", "2", "2"],
    ["low", "3", "3"],
  ] as const)("gives %s urgency %s and impact %s", async (severity, urgency, impact) => {
    const { fake, servicenow } = await startWorld();

    await servicenow.send(makeMessage({ incident: makeBrief({ severity }) }));

    expect(fake.requests[0]?.body).toMatchObject({ urgency, impact });
  });

  it.each([
    ["Network", "true"],
    ["287ebd7da9fe198100f92cc8d1d2154e", undefined],
  ])("names the group %s, which ServiceNow looks up where it is a name", async (assignmentGroup, lookUp) => {
    const { fake } = await startWorld();

    await connectTo()
      .connect("servicenow", { ...fake.config, assignmentGroup })
      .send(makeMessage());

    expect(fake.requests[0]?.body).toMatchObject({ assignment_group: assignmentGroup });
    expect(fake.requests[0]?.query.sysparm_input_display_value).toBe(lookUp);
  });

  it.each([
    ["acknowledge", "was acknowledged"],
    ["resolve", "was resolved"],
  ] as const)("is a work note where the incident is told to %s", async (action, words) => {
    const { fake, servicenow } = await startWorld();
    await servicenow.send(makeMessage());
    const ref = fake.records[0]?.sys_id ?? "";

    const outcome = await servicenow.send(makeMessage({ action, ref }));

    expect(outcome).toMatchObject({ kind: "sent", ref });
    expect(fake.requests[1]).toMatchObject({ method: "PATCH", path: `${table}/${ref}` });
    expect(fake.records[0]?.notes).toEqual([
      expect.stringContaining(`Incident inc-20260301-001 [high] of payment-service ${words}`),
    ]);
  });

  it("keeps to the 160 characters of a short description", async () => {
    const { fake, servicenow } = await startWorld();

    const outcome = await servicenow.send(makeMessage({ incident: makeBrief({ title: "long ".repeat(100) }) }));

    expect(outcome).toMatchObject({ kind: "sent" });
    expect(fake.records).toHaveLength(1);
  });
});

describe("A12 ServiceNow knows no key against duplicates, so a repeat", () => {
  it("finds the record whose id was lost: there is one", async () => {
    const { fake, servicenow } = await startWorld();
    fake.failNext("lost");

    await servicenow.send(makeMessage());
    const second = await servicenow.send(makeMessage({ repeated: true }));

    expect(second).toMatchObject({ kind: "sent", ref: fake.records[0]?.sys_id });
    expect(fake.records).toHaveLength(1);
    expect(fake.requests[1]).toMatchObject({
      method: "GET",
      path: table,
      query: { sysparm_query: "correlation_id=inc-20260301-001^ORDERBYsys_created_on", sysparm_limit: "1" },
    });
  });

  it("finds the note whose answer was lost: there is one", async () => {
    const { fake, servicenow } = await startWorld();
    await servicenow.send(makeMessage());
    const resolve = makeMessage({ action: "resolve", ref: fake.records[0]?.sys_id ?? null });
    fake.failNext("lost");

    await servicenow.send(resolve);
    const second = await servicenow.send({ ...resolve, repeated: true });

    expect(second).toMatchObject({ kind: "sent" });
    expect(fake.records[0]?.notes).toHaveLength(1);
  });

  it("writes the note where the former attempt never arrived", async () => {
    const { fake, servicenow } = await startWorld();
    await servicenow.send(makeMessage());
    const resolve = makeMessage({ action: "resolve", ref: fake.records[0]?.sys_id ?? null });
    fake.failNext("reset");

    await servicenow.send(resolve);
    await servicenow.send({ ...resolve, repeated: true });

    expect(fake.records[0]?.notes).toHaveLength(1);
  });
});

describe("LC-47 the probe of ServiceNow", () => {
  it("reads one row of the table at most", async () => {
    const { fake, servicenow } = await startWorld();

    expect(await servicenow.probe()).toEqual({ ok: true });

    expect(fake.requests).toMatchObject([{ method: "GET", path: table, query: { sysparm_limit: "1" } }]);
  });

  it("says that there is no such table", async () => {
    const { fake } = await startWorld();

    const outcome = await connectTo()
      .connect("servicenow", { ...fake.config, table: "u_unknown" })
      .probe();

    expect(outcome).toEqual({ ok: false, message: "Not found: check the instance URL and the table" });
  });
});
