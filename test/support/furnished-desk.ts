import { addTeamMember, createTeam } from "@tessera/core/access";
import type { TestApp } from "./api.ts";
import { expectStatus, openDesk } from "./desk.ts";
import { agentBody, calendarBody, triggerBody } from "./desk-routes.ts";

/** A desk with one of everything, and the mark of its tenant in every text that people write. */
export type FurnishedDesk = Awaited<ReturnType<typeof furnishDesk>>;

export async function furnishDesk(test: TestApp, mark: string) {
  const desk = await openDesk(test);
  const { tenantId, owner } = desk;
  const ask = async (method: string, path: string, status: number, body?: object, key = owner.key) => {
    // What is written at one moment has no order.
    test.clock.advance(1_000);
    return expectStatus(await test.call(method, path, { key, ...(body && { body }) }), status).body;
  };
  const make = (path: string, body: object, key?: string) => ask("POST", path, 201, body, key);

  const colleague = await desk.join("member", `Zoe-${mark}`);
  const team = await createTeam(test.asOperator(), { tenantId, name: `Team ${mark}` });
  await addTeamMember(test.asOperator(), { teamId: team.id, userId: desk.member.user.id });
  const contactEmail = `${mark}@example.org`;
  const contact = test.dependencies.contactTokens.issue({ tenantId, email: contactEmail }, test.clock.now()).token;

  const tag = await make("/api/v1/ticket-tags", { name: `tag ${mark}` });
  const spareTag = await make("/api/v1/ticket-tags", { name: `spare ${mark}`, teamId: team.id });
  const calendar = await make("/api/v1/business-calendars", { ...calendarBody(), name: `Calendar ${mark}` });
  const policy = await make("/api/v1/sla-policies", {
    priority: "urgent",
    firstResponseMinutes: 10,
    resolutionMinutes: 20,
    calendarId: calendar.id,
  });
  const canned = await make("/api/v1/canned-responses", { title: `Title ${mark}`, body: `Body ${mark}` });
  const trigger = await make("/api/v1/triggers", { ...triggerBody(), name: `Trigger ${mark}` });
  const agent = await make("/api/v1/agents", { ...agentBody(), handle: `agent-${mark}`, name: `Agent ${mark}` });

  const ticket = await make("/api/v1/tickets", {
    subject: `Subject ${mark}`,
    description: `Description ${mark}`,
    priority: "urgent",
    contactEmail,
    contactName: `Contact ${mark}`,
    teamId: team.id,
    assigneeId: desk.member.user.id,
    tags: [tag.id],
  });
  const path = `/api/v1/tickets/${ticket.id}`;
  const upload = async (name: string) => {
    const file = await make(`${path}/attachments`, {
      fileName: `${name}-${mark}.txt`,
      contentType: "text/plain",
      size: 3,
    });
    test.objects.put(file.upload.url, { size: 3 });
    return file.id as string;
  };
  const carried = await upload("carried");
  const note = { content: `@owner @olga note ${mark}`, isInternalNote: true };
  const message = await make(`${path}/messages`, { content: `Message ${mark}`, attachmentIds: [carried] });
  await ask("PATCH", `${path}/messages/${message.id}`, 200, { content: `Message ${mark}, edited` });
  await make(`${path}/messages`, note, desk.member.key);
  await ask("POST", `${path}/messages`, 201, { content: `Answer ${mark}` }, contact);
  const pending = await upload("pending");
  const { issue } = await make(`${path}/convert-to-issue`, {});
  const spare = await make("/api/v1/tickets", { subject: `Spare ${mark}` });
  const deleted = await make("/api/v1/tickets", { subject: `Deleted ${mark}` });
  await ask("DELETE", `/api/v1/tickets/${deleted.id}`, 204);
  const inbox = await ask("GET", "/api/v1/inbox", 200);

  return {
    ...desk,
    mark,
    colleague,
    contact,
    contactEmail,
    ids: {
      ticket: ticket.id as string,
      ticketNumber: String(ticket.ticketNumber),
      spare: spare.id as string,
      deleted: deleted.id as string,
      message: message.id as string,
      carried,
      pending,
      tag: tag.id as string,
      spareTag: spareTag.id as string,
      team: team.id,
      user: colleague.user.id,
      calendar: calendar.id as string,
      policy: policy.id as string,
      canned: canned.id as string,
      trigger: trigger.id as string,
      agent: agent.id as string,
      issue: issue.id as string,
      issueNumber: issue.key as string,
      notice: inbox.notifications[0]?.id as string,
    },
  };
}

export type DeskIds = FurnishedDesk["ids"];
