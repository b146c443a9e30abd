import { systemPrincipal, type User } from "@tessera/core/access";
import { emptyHead } from "@tessera/core/audit";
import { type Attachment, type DeskContext, type Ticket, untouchedTicket } from "@tessera/core/tickets";

export const at = "2026-03-01T12:00:00.000Z";

export function makeTicket(fields: Partial<Ticket> = {}): Ticket {
  return {
    ...untouchedTicket({ id: "01TICKET", tenantId: "tenant", number: 7, createdAt: at }),
    subject: "Login broken",
    creatorId: "creator",
    contactEmail: "carla@customer.example",
    contactName: "Carla",
    ...fields,
  };
}

export function makeUser(fields: Partial<User> & Pick<User, "id">): User {
  return {
    tenantId: "tenant",
    name: fields.id,
    email: `${fields.id}@desk.example`,
    role: "member",
    teamIds: [],
    createdAt: at,
    version: 1,
    audit: emptyHead,
    ...fields,
  };
}

export function makeAttachment(fields: Partial<Attachment> = {}): Attachment {
  return {
    id: "01FILE",
    tenantId: "tenant",
    ticketId: "01TICKET",
    messageId: null,
    isInternal: false,
    fileName: "log.txt",
    contentType: "text/plain",
    size: 3,
    uploader: { kind: "user", id: "mia" },
    objectKey: "attachments/tenant/01TICKET/01FILE",
    createdAt: at,
    deletedAt: null,
    version: 1,
    ...fields,
  };
}

/** What drafting a message asks of a context: the time, ids, and who the users are. */
export function messageContext(users: readonly User[] = []): DeskContext {
  let ids = 0;
  const access: Pick<DeskContext["access"], "findUser" | "findUserByHandle"> = {
    findUser: async (id) => users.find((user) => user.id === id),
    findUserByHandle: async (tenantId, handle) =>
      users.find((user) => user.tenantId === tenantId && user.email.startsWith(`${handle}@`)),
  };
  const context = {
    principal: systemPrincipal("test"),
    now: () => new Date(at),
    newId: () => {
      ids += 1;
      return `019c0000-0000-7000-8000-${String(ids).padStart(12, "0")}`;
    },
    deskSettings: { reopenDays: 7 },
    access,
  };
  // Drafting uses nothing else of a context.
  return context as unknown as DeskContext;
}
