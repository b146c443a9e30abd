import { afterAll, beforeAll, expect, it } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { ticketsClient } from "../support/tickets-client.ts";
import { waitFor } from "../support/wait.ts";

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.dispose());

it("PX-64, D-20 a customer comes in by the link that the local log shows, and has its ticket answered", async () => {
  const desk = ticketsClient(product);
  await desk.call("POST", "/portal/login", { email: "ann@example.org" });
  const link = () => product.lines.find((line) => line.includes("portal login link"));
  await waitFor(() => link() !== undefined, { what: "the link" });
  const { url }: { url: string } = JSON.parse(link() ?? "");

  const contact = ticketsClient(product, new URL(url).searchParams.get("token") ?? "");
  const opened = await contact.call<{ id: string; source: string }>("POST", "/api/v1/tickets", { subject: "Help" });
  const messages = `/api/v1/tickets/${opened.body.id}/messages`;
  await desk.call("POST", messages, { content: "Only for us", isInternalNote: true });
  await desk.call("POST", messages, { content: "Hello Ann" });
  const seen = await contact.call<{ messages: { content: string }[] }>("GET", messages);

  expect(url).toMatch(new RegExp(`^${product.url}/portal\\?token=tct_`));
  expect(opened).toMatchObject({ status: 201, body: { source: "portal" } });
  expect(seen.body.messages.map(({ content }) => content)).toEqual(["Hello Ann"]);
});
