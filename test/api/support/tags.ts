import type { TestApp } from "../../support/api.ts";
import { expectStatus } from "../../support/desk.ts";

export const tagsPath = "/api/v1/ticket-tags";

export const tagName = () => `tag-${crypto.randomUUID()}`;

/** A new tag's wire form, under a name that no other has. Throws when it was not made. */
export async function createTag(test: TestApp, key: string, fields: Record<string, unknown> = {}) {
  const answer = await test.call("POST", tagsPath, { key, body: { name: tagName(), ...fields } });
  return expectStatus(answer, 201).body;
}

export interface Activity {
  type: string;
  oldValue: unknown;
  newValue: unknown;
}

export async function activitiesOf(test: TestApp, key: string, ticketId: string): Promise<Activity[]> {
  return (await test.call("GET", `/api/v1/tickets/${ticketId}/activities?limit=200`, { key })).body.activities;
}

export async function tagsOf(test: TestApp, key: string, ticketId: string) {
  return (await test.call("GET", `/api/v1/tickets/${ticketId}`, { key })).body.tags;
}
