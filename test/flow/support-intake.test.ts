import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Local, startLocal } from "@tessera/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ticketsClient } from "../support/tickets-client.ts";
import { waitFor } from "../support/wait.ts";

// The product in this process, so that its bus and its queues can be met directly.
const dataDir = mkdtempSync(join(tmpdir(), "tessera-support-intake-"));
const key = "tsk_test_0123456789abcdefghijklmnopqrstuvwxyz";
let local: Local;
let bus: EventBridgeClient;
let sqs: SQSClient;

beforeAll(async () => {
  local = await startLocal({
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      TESSERA_DATA_DIR: dataDir,
      TESSERA_BOOTSTRAP_KEY: key,
      TESSERA_LOG_LEVEL: "SILENT",
    },
  });
  bus = new EventBridgeClient({});
  sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  bus?.destroy();
  sqs?.destroy();
  await local?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface TicketRow {
  id: string;
  subject: string;
  source: string;
  creatorId: string | null;
  contactEmail: string | null;
  messageCount: number;
}

const call = <Body>(method: string, path: string, body?: unknown) =>
  ticketsClient({ url: local.url, key }).call<Body>(method, path, body);

async function ticketsOf(contactEmail: string): Promise<TicketRow[]> {
  const { body } = await call<{ tickets: TicketRow[] }>("GET", "/api/v1/tickets?limit=100");
  return body.tickets.filter((ticket) => ticket.contactEmail === contactEmail);
}

async function put(type: string, ...details: object[]): Promise<void> {
  const Entries = details.map((detail) => ({
    EventBusName: "tessera",
    Source: "outside",
    DetailType: type,
    Detail: JSON.stringify(detail),
  }));
  const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries }));
  expect(FailedEntryCount).toBe(0);
}

const mailFrom = (address: string, fields: object = {}) => ({
  tenant_id: "default",
  messageId: `<${crypto.randomUUID()}@example.org>`,
  from: { address },
  to: ["desk@example.com"],
  subject: "Cannot sign in",
  text: "It says 500.",
  ...fields,
});

/** The dead letters so far, by what is wrong with each. */
async function deadLetters(count: number): Promise<{ body: { detail: { client_id: string } }; reason: string }[]> {
  const found: Message[] = [];
  await waitFor(
    async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: process.env.TESSERA_INTAKE_DLQ_URL,
          MessageAttributeNames: ["All"],
          MaxNumberOfMessages: 10,
        }),
      );
      found.push(...Messages);
      return found.length >= count;
    },
    { what: `${count} dead letters` },
  );
  return found.map(({ Body, MessageAttributes }) => ({
    body: JSON.parse(Body ?? ""),
    reason: MessageAttributes?.reason?.StringValue ?? "",
  }));
}

describe("X-40, P-2 support intake over the event bus", () => {
  it("makes tickets of what can be taken, and puts aside with its reason what never can", async () => {
    const request = { subject: "Charged twice", contactEmail: "shop@example.org", category: "billing" };
    const { body: client } = await call<{ client_id: string }>("POST", "/admin/tenants/default/clients", { name: "S" });
    await call("POST", `/admin/clients/${client.client_id}/suspend`);

    await put(
      "support.ticket_requested",
      { client_id: "bootstrap", request: { ...request, subject: "" } },
      { client_id: "nobody", request },
      { client_id: client.client_id, request },
      { client_id: "bootstrap", request },
    );
    await waitFor(async () => (await ticketsOf("shop@example.org")).length > 0, { what: "the ticket" });
    const letters = await deadLetters(3);

    expect(await ticketsOf("shop@example.org")).toMatchObject([
      { subject: "Charged twice", source: "api", creatorId: "bootstrap" },
    ]);
    const reasons = Object.fromEntries(letters.map(({ body, reason }) => [body.detail.client_id, reason]));
    expect(reasons).toEqual({
      bootstrap: expect.stringMatching(/empty[\s\S]*request\.subject/),
      nobody: "not_found: Client not found",
      [client.client_id]: "client_suspended: This client is suspended",
    });
  });

  it("takes a customer's mails into one thread, and drops what machines write (PX-65)", async () => {
    const first = mailFrom("ann@example.org", { messageId: "<first@example.org>" });
    await put("support.email_received", first, first, mailFrom("ann@example.org", { headers: { Precedence: "bulk" } }));
    await waitFor(async () => (await ticketsOf("ann@example.org")).length === 1, { what: "the ticket" });
    await put("support.email_received", mailFrom("ann@example.org", { inReplyTo: "<first@example.org>" }));
    await put("support.email_received", mailFrom("ben@example.org", { subject: "The last one" }));
    await waitFor(async () => (await ticketsOf("ben@example.org")).length === 1, { what: "the last mail's ticket" });

    expect(await ticketsOf("ann@example.org")).toMatchObject([
      { subject: "Cannot sign in", source: "email", creatorId: null, messageCount: 1 },
    ]);
  });

  it("calls no agent and mentions nobody in a customer's name (L4)", async () => {
    const text = "@owner @triage please look";
    await put("support.email_received", mailFrom("eve@example.org", { messageId: "<eve@example.org>", text }));
    await waitFor(async () => (await ticketsOf("eve@example.org")).length === 1, { what: "the ticket" });
    await put("support.email_received", mailFrom("eve@example.org", { inReplyTo: "<eve@example.org>", text }));
    await waitFor(async () => (await ticketsOf("eve@example.org"))[0]?.messageCount === 1, { what: "the message" });

    const inbox = await call<{ notifications: unknown[] }>("GET", "/api/v1/inbox");

    expect(inbox.body.notifications).toEqual([]);
  });
});
