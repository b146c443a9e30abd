import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";
import { openIncident } from "../support/incidents.ts";

let test: TestApp;
let desk: Desk;
let key: string;

beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  key = desk.member.key;
});

const linksOf = (id: string) => `/api/v1/incidents/${id}/links`;
const post = (id: string, body: object, by = key) => test.call("POST", linksOf(id), { key: by, body });
const read = async (path: string) => expectStatus(await test.call("GET", path, { key }), 200).body;

async function newIssue() {
  const ticket = await createTicket(test, key);
  const path = `/api/v1/tickets/${ticket.id}/convert-to-issue`;
  return expectStatus(await test.call("POST", path, { key, body: {} }), 201).body.issue;
}

describe("G-4 an incident, the tickets of its customers, and the issue that fixes it", () => {
  it("shows a link on both sides, whichever way the ticket is named", async () => {
    const id = await openIncident(test, key);
    const [byId, byNumber] = [await createTicket(test, key), await createTicket(test, key)];

    await post(id, { ticketId: byId.id });
    const answer = await post(id, { ticketId: `#${byNumber.ticketNumber}` });

    expect(answer.status).toBe(200);
    expect(answer.body.tickets.map((ticket: { id: string }) => ticket.id)).toEqual([byId.id, byNumber.id]);
    expect(await read(`/api/incidents/${id}`)).toMatchObject({ ticketIds: [byId.id, byNumber.id] });
    expect(await read(`/api/v1/tickets/${byId.id}`)).toMatchObject({ incidentIds: [id], version: 2 });
    expect(await read(`/api/v1/tickets/${byNumber.id}`)).toMatchObject({ incidentIds: [id] });
  });

  it("shows the issue that fixes it on both sides, and takes no second one", async () => {
    const id = await openIncident(test, key);
    const [issue, other] = [await newIssue(), await newIssue()];

    const linked = await post(id, { issueId: issue.key });
    const second = await post(id, { issueId: other.id });

    expect(linked.body.issue).toEqual({ id: issue.id, key: issue.key, title: issue.title, status: "backlog" });
    expect(second).toMatchObject({ status: 409, body: { error: { code: "conflict" } } });
    expect(await read(`/api/incidents/${id}`)).toMatchObject({ issueId: issue.id });
    expect(await read(`/api/v1/issues/${issue.key}`)).toMatchObject({ incidentIds: [id] });
    expect(await read(`/api/v1/issues/${other.id}`)).toMatchObject({ incidentIds: [], version: 1 });
  });

  it("leaves a line in the incident's story, and none for what is linked already", async () => {
    const id = await openIncident(test, key);
    const ticket = await createTicket(test, key);

    await post(id, { ticketId: ticket.id });
    await post(id, { ticketId: ticket.id });
    await test.call("DELETE", `${linksOf(id)}/tickets/${ticket.id}`, { key });
    const again = await test.call("DELETE", `${linksOf(id)}/tickets/${ticket.id}`, { key });

    expect(again).toMatchObject({ status: 200, body: { tickets: [], issue: null } });
    const { timeline } = await read(`/api/incidents/${id}`);
    expect(timeline.slice(1).map(({ text }: { text: string }) => text)).toEqual([
      `Linked to ticket ${ticket.ticketNumber}`,
      `No longer linked to ticket ${ticket.ticketNumber}`,
    ]);
    expect(await read(`/api/v1/tickets/${ticket.id}`)).toMatchObject({ incidentIds: [], version: 3 });
    // The four words of LC-60 are what the audit is for.
    expect((await read(`/api/v1/audit?incident_id=${id}`)).entries).toHaveLength(1);
  });

  it("keeps both chains of entries whole (X-31)", async () => {
    const id = await openIncident(test, key);
    const ticket = await createTicket(test, key);
    await post(id, { ticketId: ticket.id });

    const { tenantId } = desk;
    const faults = await Promise.all([
      test.store.audit.verify({ type: "incident", id, tenantId }),
      test.store.audit.verify({ type: "ticket", id: ticket.id, tenantId }),
    ]);

    expect(faults).toEqual([
      { entries: 2, fault: null },
      { entries: 2, fault: null },
    ]);
  });

  it("suggests tickets at work that carry a tag with the name of the service", async () => {
    const service = "Checkout-API";
    await test.call("POST", "/api/v1/ticket-tags", { key, body: { name: "checkout-api" } });
    const [tagged, linked] = [
      await createTicket(test, key, { tags: ["checkout-api"] }),
      await createTicket(test, key, { tags: ["checkout-api"] }),
    ];
    const ended = await createTicket(test, key, { tags: ["checkout-api"] });
    await test.call("PATCH", `/api/v1/tickets/${ended.id}`, { key, body: { status: "closed" } });
    await createTicket(test, key);
    const id = await openIncident(test, key, { service });

    const { body } = await post(id, { ticketId: linked.id });

    expect(body.suggestedTickets.map((ticket: { id: string }) => ticket.id)).toEqual([tagged.id]);
  });

  it("counts every one of twenty links at once", async () => {
    const id = await openIncident(test, key);
    const tickets = await Promise.all(Array.from({ length: 20 }, () => createTicket(test, key)));

    await Promise.all(tickets.map((ticket) => post(id, { ticketId: ticket.id })));

    const { ticketIds } = await read(`/api/incidents/${id}`);
    expect(ticketIds.sort()).toEqual(tickets.map((ticket) => ticket.id).sort());
  });
});

describe("J2, J1 links are for who may see both sides", () => {
  it("finds no ticket, issue or incident of another tenant", async () => {
    const other = await openDesk(test);
    const id = await openIncident(test, key);
    const foreign = await createTicket(test, other.member.key);

    const answers = [
      await post(id, { ticketId: foreign.id }),
      await post(id, { ticketId: "01HZZZZZZZZZZZZZZZZZZZZZZZ" }),
      await post(id, { ticketId: "no ticket" }),
      await post(id, { issueId: "ISS-9999" }),
    ];
    const theirs = await post(id, { ticketId: foreign.id }, other.member.key);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(answers[0]?.text).toBe(answers[1]?.text);
    expect(theirs.status).toBe(404);
    const untouched = await test.call("GET", `/api/v1/tickets/${foreign.id}`, { key: other.member.key });
    expect(untouched.body).toMatchObject({ incidentIds: [], version: 1 });
  });

  it("is refused to a key that knows incidents alone", async () => {
    const id = await openIncident(test, key);
    const ticket = await createTicket(test, key);
    const { key: automation } = await test.signUp({ scopes: ["incidents:admin"] });

    expect((await post(id, { ticketId: ticket.id }, automation)).status).toBe(403);
    expect((await test.call("GET", linksOf(id), { key: automation })).status).toBe(403);
  });

  it.each([{}, { ticketId: "" }, { ticketId: "1", issueId: "ISS-1" }, { incidentId: "x" }, [], null])(
    "refuses %j",
    async (body) => {
      const id = await openIncident(test, key);

      const answer = await test.call("POST", linksOf(id), { key, body });

      expect(answer).toMatchObject({ status: 400, body: { error: { code: "validation_error" } } });
    },
  );
});
