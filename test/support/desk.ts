import { createTenant, createUser, issueKey, type Role, type User } from "@tessera/core/access";
import type { Answer, TestApp } from "./api.ts";

export interface Person {
  user: User;
  key: string;
}

/** A tenant with people of every role, each with a key: nobody else's rows are in its way. */
export interface Desk {
  tenantId: string;
  owner: Person;
  admin: Person;
  member: Person;
  /** One more person. */
  join(role: Role, name: string): Promise<Person>;
}

export async function openDesk(test: TestApp): Promise<Desk> {
  const operator = test.asOperator();
  const { id: tenantId } = await createTenant(operator, { name: "Desk" });
  const join = async (role: Role, name: string): Promise<Person> => {
    const email = `${name.toLowerCase()}@desk.example`;
    const user = await createUser(operator, { tenantId, name, email, role });
    const { secret } = await issueKey(operator, { subjectId: user.id, scopes: [], expiresAt: null });
    return { user, key: secret };
  };
  return {
    tenantId,
    owner: await join("owner", "Olga"),
    admin: await join("admin", "Adam"),
    member: await join("member", "Mia"),
    join,
  };
}

/** A new ticket's wire form. Throws when it was not made. */
export async function createTicket(test: TestApp, key: string, fields: Record<string, unknown> = {}) {
  const answer = await test.call("POST", "/api/v1/tickets", { key, body: { subject: "Login broken", ...fields } });
  return expectStatus(answer, 201).body;
}

export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Error(`expected ${status}, was answered ${answer.status}: ${answer.text}`);
  return answer;
}
