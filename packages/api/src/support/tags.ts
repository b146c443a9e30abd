import { type Tag, tagNameLimit, ticketTags } from "@tessera/core/tickets";
import * as z from "zod";
import { type CrudDefinition, nameOf, rowFields } from "./crud.ts";
import { AnyId } from "./ticket-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const defaultColor = "#6b7280";

const fields = {
  name: nameOf(tagNameLimit),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be a color like "#ef4444"')
    .transform((color) => color.toLowerCase()),
  teamId: z.union([AnyId, z.null()]).openapi({ description: "Null: of the whole organisation." }),
};

const wire = z
  .strictObject({ ...rowFields, name: z.string(), color: z.string(), teamId: z.union([z.string(), z.null()]) })
  .openapi("TicketTag");

/** PX-60: `/api/v1/ticket-tags`. */
export const tagCrud: CrudDefinition<Tag> = {
  kind: ticketTags,
  path: "/api/v1/ticket-tags",
  operations: { one: "TicketTag", many: "TicketTags" },
  group: "ticket tags",
  listField: "tags",
  teamOf: ({ teamId }) => teamId,
  newWire: z
    .strictObject({ ...fields, color: fields.color.default(defaultColor), teamId: fields.teamId.default(null) })
    .openapi("NewTicketTag"),
  patchWire: z.strictObject(fields).partial().openapi("TicketTagPatch"),
  wire,
  toWire: ({ id, name, color, teamId, createdAt, updatedAt, version }) => ({
    id,
    name,
    color,
    teamId,
    createdAt,
    updatedAt,
    version,
  }),
};
