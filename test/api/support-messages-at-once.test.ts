import { expect, it } from "vitest";
import { createTestApp } from "../support/api.ts";
import { createTicket, expectStatus, openDesk } from "../support/desk.ts";

const writers = 200;

it("H11 messageCount is the number of messages after 200 posts and deletes at once", { timeout: 120_000 }, async () => {
  const test = await createTestApp();
  const { member } = await openDesk(test);
  const { key } = member;
  const ticket = await createTicket(test, key);
  const path = `/api/v1/tickets/${ticket.id}/messages`;
  const post = async (isInternalNote: boolean): Promise<string> => {
    const answer = await test.call("POST", path, { key, body: { content: "Hello", isInternalNote } });
    return expectStatus(answer, 201).body.id;
  };
  const first: string[] = [];
  for (let made = 0; made < writers / 4; made += 1) first.push(await post(made % 2 === 0));

  const deleted = first.map(async (id) => expectStatus(await test.call("DELETE", `${path}/${id}`, { key }), 204));
  const added = Array.from({ length: writers - first.length }, (_, index) => post(index % 3 === 0));
  const [ids] = await Promise.all([Promise.all(added), Promise.all(deleted)]);

  const { body } = await test.call("GET", `/api/v1/tickets/${ticket.id}`, { key });
  const thread = await test.call("GET", `${path}?limit=200`, { key });
  expect(thread.body.messages.map(({ id }: { id: string }) => id).sort()).toEqual(ids.sort());
  expect(thread.body.total).toBe(ids.length);
  expect(body.messageCount).toBe(ids.length);
});
