import { describe, expect, it } from "vitest";
import { type Call, createTestApp } from "../support/api.ts";

/** What a contact may call; every other route refuses it. */
const forContacts = [
  "GET /api/v1/tickets",
  "POST /api/v1/tickets",
  "GET /api/v1/tickets/:id",
  "GET /api/v1/tickets/:id/messages",
  "POST /api/v1/tickets/:id/messages",
  "POST /api/v1/tickets/:id/attachments",
  "GET /api/v1/tickets/:id/attachments/:attachmentId",
  "GET /portal/session",
];

const openToAll =
  /^(GET \/|GET .*\/health|GET .*openapi\.json|GET \/(docs|redoc)(\/.*)?|POST \/portal\/login|GET \/dashboard\/|\w+ \/dashboard\/sign-(in|out))$/;

describe("J1 J5 every route of the product", () => {
  it("refuses a contact, but for those that are made for contacts", async () => {
    const test = await createTestApp();
    const contact = { tenantId: "default", email: "ann@example.org" };
    const key = test.dependencies.contactTokens.issue(contact, test.clock.now()).token;
    const routes = [...new Set(test.app.routes.map(({ method, path }) => `${method} ${path}`))];
    const others = routes.filter((route) => !/^ALL /.test(route) && !openToAll.test(route));
    const statuses: Record<string, number> = {};

    for (const route of others) {
      const [method = "", template = ""] = route.split(" ");
      const request: Call = { key, ...(["POST", "PUT", "PATCH"].includes(method) && { body: {} }) };
      const { status } = await test.call(
        method,
        template.replaceAll(/:\w+/g, () => crypto.randomUUID()),
        request,
      );
      statuses[route] = status;
    }

    const admitted = Object.keys(statuses).filter((route) => statuses[route] !== 403);
    expect(admitted.toSorted()).toEqual(forContacts.toSorted());
  });
});
