import * as z from "zod";
import { draftEntry, emptyHead } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../principal.ts";
import type { User } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { cleanName } from "./input.ts";
import { requireTenant } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";

export interface NewUserInput {
  tenantId: string;
  name: string;
  email: string;
  role: Role;
}

/** A new user of a tenant. */
export async function createUser(context: AccessContext, input: NewUserInput): Promise<User> {
  authorize(context, "admin");

  const name = cleanName(input.name);
  const email = input.email.trim();
  if (!z.email().safeParse(email).success) {
    throw new AppError("invalid_request", "email must be an e-mail address", { field: "email" });
  }
  const tenant = await requireTenant(context, input.tenantId);
  const user = newUser(context, { id: context.newId(), tenantId: tenant.id, name, email, role: input.role });
  await context.access.createUser(user, userCreated(context, user));
  return user;
}

/** The row of a new user. */
export function newUser(context: AccessContext, input: NewUserInput & { id: string }): User {
  return { ...input, teamIds: [], createdAt: context.now().toISOString(), version: 1, audit: emptyHead };
}

export function userCreated(context: AccessContext, user: User) {
  return draftEntry(context, {
    tenantId: user.tenantId,
    subjectType: "user",
    subjectId: user.id,
    action: "user.created",
    newValue: { name: user.name, email: user.email, role: user.role },
  });
}
