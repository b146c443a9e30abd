import { type App, type Calls, expectStatus, mean, published } from "./count.ts";
import { addUsage, type Usage } from "./prices.ts";

const path = "/api/v1/tickets";
const warmTickets = 10;
/** More than a page, so that a list looks for the next one, as lists do. */
const countedTickets = 30;

/** What one operation of the support desk uses: the mean over tickets that differ in nothing. */
export async function deskUsage(app: App, calls: Calls): Promise<{ title: string; usage: Usage }[]> {
  const create = async () => {
    const body = { subject: "Export stops", description: "After the first page.".repeat(10), priority: "high" };
    const answer = await expectStatus(app, calls.post(path, body), 201);
    const id: string = JSON.parse(answer.body).id;
    return { id, usage: addUsage(answer.usage, published) };
  };
  const message = async (id: string) => {
    const answer = await expectStatus(app, calls.post(`${path}/${id}/messages`, { content: "Which browser?" }), 201);
    return addUsage(answer.usage, published);
  };
  for (let ticket = 0; ticket < warmTickets; ticket += 1) await message((await create()).id);
  await expectStatus(app, calls.get(`${path}?limit=25&status=open&priority=high`), 200);

  const creates: Usage[] = [];
  const messages: Usage[] = [];
  const reads: Usage[] = [];
  const lists: Usage[] = [];
  for (let ticket = 0; ticket < countedTickets; ticket += 1) {
    const { id, usage } = await create();
    creates.push(usage);
    messages.push(await message(id));
    reads.push((await expectStatus(app, calls.get(`${path}/${id}`), 200)).usage);
  }
  for (let list = 0; list < warmTickets; list += 1) {
    lists.push((await expectStatus(app, calls.get(`${path}?limit=25&status=open&priority=high`), 200)).usage);
  }
  return [
    { title: "a million new tickets", usage: mean(creates) },
    { title: "a million messages", usage: mean(messages) },
    { title: "a million reads of one ticket", usage: mean(reads) },
    { title: "a million lists of 25 tickets of one status and priority", usage: mean(lists) },
  ];
}
