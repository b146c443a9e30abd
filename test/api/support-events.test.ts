import type { AuditEntry } from "@tessera/core/audit";
import { type EventType, eventData, eventOf, eventTypes, ProductEvent } from "@tessera/core/events";
import { sweepAutoClose, sweepSla } from "@tessera/core/tickets";
import { beforeAll, describe, expect, it } from "vitest";
import { activityActions, otherTicketActions } from "../../packages/core/src/tickets/edit.ts";
import { createTestApp, type TestApp } from "../support/api.ts";
import { automationsOf } from "../support/automations.ts";
import { expectStatus } from "../support/desk.ts";
import { type FurnishedDesk, furnishDesk } from "../support/furnished-desk.ts";
import { openIncident } from "../support/incidents.ts";
import { sweepContext } from "../support/sla-desk.ts";
import { entriesOf } from "../support/ticket-past.ts";

const mark = "words-that-people-write";

let test: TestApp;
let desk: FurnishedDesk;
let entries: AuditEntry[];

beforeAll(async () => {
  test = await createTestApp();
  desk = await furnishDesk(test, mark);
  entries = await liveThrough();
});

type Ask = (route: string, status: number, body?: object, key?: string) => Promise<{ id: string; ticketId: string }>;

/** A ticket's life in which everything happens that can happen to one; its follow-up's too. */
async function liveThrough(): Promise<AuditEntry[]> {
  const { owner, member, contact, ids } = desk;
  const ask: Ask = async (route, status, body, key = owner.key) => {
    test.clock.advance(1_000);
    const [method = "", path = ""] = route.split(" ");
    return expectStatus(await test.call(method, path, { key, ...(body && { body }) }), status).body;
  };
  await setRules(ask, desk);
  const life = { subject: `Subject ${mark}`, priority: "medium", contactEmail: desk.contactEmail, teamId: ids.team };
  const ticket = await ask("POST /api/v1/tickets", 201, life);
  const path = `/api/v1/tickets/${ticket.id}`;

  // Both of a policy's targets: warned of, then breached.
  for (const minutes of [8, 5, 7, 20]) {
    test.clock.advance(minutes * 60_000);
    await sweepSla(sweepContext(test));
  }
  await ask(`PATCH ${path}`, 200, {
    subject: `Other ${mark}`,
    description: `Text ${mark}`,
    contactName: `Name ${mark}`,
    priority: "low",
    category: "bug",
    status: "on_hold",
    assigneeId: member.user.id,
    tags: [ids.tag],
  });
  await ask(`PATCH ${path}`, 200, { status: "open", tags: [] });
  const note = { content: `@triage-agent @zoe-${mark} ${mark}`, isInternalNote: true };
  const noted = await ask(`POST ${path}/messages`, 201, note, member.key);
  await ask(`PATCH ${path}/messages/${noted.id}`, 200, { content: `Edited ${mark}` }, member.key);
  await ask(`DELETE ${path}/messages/${noted.id}`, 204, undefined, member.key);
  await ask(`POST ${path}/messages`, 201, { content: `Hello ${mark}` });
  await ask(`POST ${path}/convert-to-issue`, 201, { title: `Title ${mark}` });
  const links = `/api/v1/incidents/${await openIncident(test, owner.key)}/links`;
  await ask(`POST ${links}`, 200, { ticketId: ticket.id });
  await ask(`DELETE ${links}/tickets/${ticket.id}`, 200);
  await ask(`DELETE ${path}`, 204);
  await ask(`POST ${path}/restore`, 200);
  await automationsOf(test).settle(ticket.id);
  await ask(`PATCH ${path}`, 200, { status: "resolved" });
  test.clock.advance(8 * 86_400_000);
  await sweepAutoClose(sweepContext(test, "auto-close"));
  const late = test.dependencies.contactTokens.issue(
    { tenantId: desk.tenantId, email: desk.contactEmail },
    test.clock.now(),
  );
  const answer = await ask(`POST ${path}/messages`, 201, { content: `Late ${mark}` }, late.token);
  expect(contact).not.toBe("");
  return [...(await entriesOf(test, ticket.id)), ...(await entriesOf(test, answer.ticketId))];
}

/** A promise for the ticket, and a rule that dispatches an agent, does something, and cannot do something else. */
async function setRules(ask: Ask, { ids }: FurnishedDesk): Promise<void> {
  const promise = { priority: "medium", firstResponseMinutes: 10, resolutionMinutes: 20 };
  await ask("POST /api/v1/sla-policies", 201, promise);
  const actions = [
    { type: "dispatch_agent", agent: "triage-agent" },
    { type: "add_tag", tag: ids.spareTag },
  ];
  await ask("POST /api/v1/triggers", 201, { name: "Rule", event: "ticket.restored", actions });
}

const isEvent = (action: string): action is EventType => eventTypes.some((type) => type === action);
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("X-34 the events of a ticket's whole life", () => {
  it("are of every kind that there is", () => {
    const seen = new Set(entries.map(({ action }) => action));

    const missing = [...activityActions, ...otherTicketActions].filter((action) => !seen.has(action));
    // What a rule cannot do any more when its turn comes is shown where rules are tested.
    expect(missing).toEqual(["ticket.action_skipped"]);
  });

  it("leave nothing inside but how a message was changed, what a rule could not do, and links", () => {
    const inside = [...activityActions, ...otherTicketActions].filter((action) => !isEvent(action));

    expect(inside).toEqual([
      "ticket.message_edited",
      "ticket.message_deleted",
      "ticket.action_skipped",
      "ticket.incident_linked",
      "ticket.incident_unlinked",
    ]);
    expect(eventTypes.filter((type) => type.startsWith("ticket.")).toSorted()).toEqual(
      [...activityActions, ...otherTicketActions].filter(isEvent).toSorted(),
    );
  });

  it("say exactly what their schemas say, with no key beside that", () => {
    for (const entry of entries) {
      const event = eventOf(entry);
      if (!event) continue;

      const { data } = ProductEvent.parse(event);

      expect(asJson(eventData[event.type].parse(data)), event.type).toEqual(asJson(data));
    }
  });

  it("have the id of their entry, and no two the same", () => {
    const events = entries.flatMap((entry) => eventOf(entry) ?? []);

    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    expect(events.map(({ eventId }) => eventId)).toEqual(
      entries.filter(({ action }) => isEvent(action)).map(({ id }) => id),
    );
  });
});

describe("X-34, PX-41 what people write", () => {
  it("is in no event, but for the names of what has changed and of who did it", () => {
    const places = entries.flatMap((entry) => {
      const event = eventOf(entry);
      return event ? placesOf(event, mark).map((place) => (place === "actor" ? place : `${event.type} ${place}`)) : [];
    });

    expect([...new Set(places)].toSorted()).toEqual([
      // Triggers go by their names, and customers by their addresses.
      "actor",
      "ticket.mentioned data.handles.1",
      "ticket.tag_added data.newValue",
      "ticket.tag_removed data.oldValue",
    ]);
  });

  it.each(["Text", "Hello", "Edited", "Late", "Title", "@triage-agent"])("%s: no text of a thread travels", (word) => {
    const texts = entries.map((entry) => JSON.stringify(eventOf(entry)));

    expect(texts.filter((text) => text.includes(`${word} ${mark}`))).toEqual([]);
    expect(texts.filter((text) => text.includes(`${word} @zoe`))).toEqual([]);
  });
});

/** Where in a value a word stands, as paths. */
function placesOf(value: unknown, word: string, path = ""): string[] {
  if (typeof value === "string") return value.includes(word) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    placesOf(inner, word, path === "" ? name : `${path}.${name}`),
  );
}
