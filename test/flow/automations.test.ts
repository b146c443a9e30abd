import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait.ts";

let product: Product;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  product = await startProduct({ env: { EGRESS_ALLOW_HOSTS: "127.0.0.1", DESK_REQUESTS_PER_MINUTE: "1000000" } });
});
afterAll(async () => {
  await product?.dispose();
  await receiver?.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: bodies of any shape, looked at by assertions.
async function call(method: string, path: string, body?: object): Promise<any> {
  const response = await fetch(`${product.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${product.key}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answer}`);
  return answer === "" ? null : JSON.parse(answer);
}

const ticketOf = (id: string) => call("GET", `/api/v1/tickets/${id}`);

async function activitiesOf(id: string): Promise<{ type: string; actor: unknown }[]> {
  return (await call("GET", `/api/v1/tickets/${id}/activities`)).activities;
}

function until(what: string, holds: () => Promise<boolean>) {
  return waitFor(holds, { what, timeoutMs: 30_000, everyMs: 100 });
}

describe("PX-66, X-34 automations on the running product", () => {
  it("a rule on ticket.created assigns, tags and tells a webhook, under its own name", async () => {
    const owner = (await call("POST", "/api/v1/tickets", { subject: "Who am I" })).creatorId;
    const tag = await call("POST", "/api/v1/ticket-tags", { name: "vip" });
    await call("POST", "/api/v1/triggers", {
      name: "Vip first",
      event: "ticket.created",
      conditions: [{ field: "subject", op: "contains", value: "vip" }],
      actions: [
        { type: "assign", value: owner },
        { type: "add_tag", tag: "vip" },
        { type: "webhook", url: `${receiver.url}/tickets` },
      ],
    });

    const { id } = await call("POST", "/api/v1/tickets", { subject: "A VIP asks" });
    await until("the trigger", async () => (await ticketOf(id)).assigneeId !== null);
    await until("the webhook", async () => receiver.deliveries.length > 0);

    expect(await ticketOf(id)).toMatchObject({ assigneeId: owner, tags: [{ id: tag.id }], version: 2 });
    const actors = (await activitiesOf(id)).map(({ type, actor }) => `${type} ${JSON.stringify(actor)}`);
    expect(actors.filter((line) => line.includes("trigger:Vip first"))).toHaveLength(2);
    expect(receiver.deliveries.map(({ event, body }) => [event, JSON.parse(body).trigger.name])).toEqual([
      ["ticket.created", "Vip first"],
    ]);
  });

  it("two triggers that answer each other stop at the third link", async () => {
    const rule = (from: string, to: string) => ({
      name: `${from} to ${to}`,
      event: "ticket.category_changed",
      conditions: [{ field: "newValue", op: "eq", value: from }],
      actions: [{ type: "set_category", value: to }],
    });
    const rules = [rule("bug", "billing"), rule("billing", "bug")];
    for (const body of rules) {
      const trigger = await call("POST", "/api/v1/triggers", body);
      // What they answer each other must not reach the tickets of other tests.
      onTestFinished(() => call("DELETE", `/api/v1/triggers/${trigger.id}`));
    }
    const { id } = await call("POST", "/api/v1/tickets", { subject: "Ping" });

    await call("PATCH", `/api/v1/tickets/${id}`, { category: "bug" });
    await until("the end of the chain", async () =>
      product.lines.some((line) => line.includes("chain of automations was cut")),
    );

    const changes = (await activitiesOf(id)).filter(({ type }) => type.includes("category_changed"));
    expect(changes).toHaveLength(4);
    expect(await ticketOf(id)).toMatchObject({ category: "billing" });
  });

  it("PX-45, PX-41 @triage-agent in a note sorts the ticket and answers with a note that is not public", async () => {
    const subject = "Outage: the invoice page is down";
    const { id } = await call("POST", "/api/v1/tickets", { subject, contactEmail: "anna@customer.example" });

    const note = { content: "@triage-agent what is this?", isInternalNote: true };
    await call("POST", `/api/v1/tickets/${id}/messages`, note);
    await until("the agent", async () => (await ticketOf(id)).messageCount === 2);

    expect(await ticketOf(id)).toMatchObject({ category: "billing", priority: "urgent" });
    const { messages } = await call("GET", `/api/v1/tickets/${id}/messages`);
    expect(messages[1]).toMatchObject({ isInternalNote: true, content: expect.stringContaining("Triage:") });
    const activities = (await activitiesOf(id)).map(({ type }) => type);
    expect(activities.filter((type) => type.includes("message_added"))).toEqual([]);
  });
});
