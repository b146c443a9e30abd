import { createApp } from "@tessera/api";
import type { Principal } from "@tessera/core/access";
import type { Answer, Call, TestApp } from "./api.ts";

/** A customer who has signed in: the key opens the door, and whoever comes in is the contact. */
export function openPortal(test: TestApp, contact: { tenantId: string; email: string; key: string }) {
  const { dependencies } = test;
  const principal: Principal = {
    tenantId: contact.tenantId,
    kind: "contact",
    id: contact.email,
    userId: null,
    keyId: null,
    active: true,
    scopes: [],
    roles: [],
    features: [],
  };
  const app = createApp({ ...dependencies, contextFor: (caller) => dependencies.contextFor({ ...caller, principal }) });

  return async (method: string, path: string, { body, headers }: Pick<Call, "body" | "headers"> = {}) => {
    const response = await app.request(path, {
      method,
      headers: { authorization: `Bearer ${contact.key}`, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: text === "" ? null : JSON.parse(text),
    };
    return answer;
  };
}
