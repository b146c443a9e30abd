import { type CannedResponse, cannedResponses, cannedTitleLimit, textLimit } from "@tessera/core/tickets";
import * as z from "zod";
import { text } from "../http/text.ts";
import { type CrudDefinition, nameOf, rowFields } from "./crud.ts";
import { AnyId } from "./ticket-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const fields = {
  title: nameOf(cannedTitleLimit),
  body: text(textLimit),
  teamId: z.union([AnyId, z.null()]).openapi({ description: "Null: for everyone." }),
};

const CannedResponseWire = z
  .strictObject({ ...rowFields, title: z.string(), body: z.string(), teamId: z.union([z.string(), z.null()]) })
  .openapi("CannedResponse");

/** PX-61: `/api/v1/canned-responses`. */
export const cannedResponseCrud: CrudDefinition<CannedResponse> = {
  kind: cannedResponses,
  path: "/api/v1/canned-responses",
  operations: { one: "CannedResponse", many: "CannedResponses" },
  group: "canned responses",
  listField: "cannedResponses",
  teamOf: ({ teamId }) => teamId,
  newWire: z.strictObject({ ...fields, teamId: fields.teamId.default(null) }).openapi("NewCannedResponse"),
  patchWire: z.strictObject(fields).partial().openapi("CannedResponsePatch"),
  wire: CannedResponseWire,
  toWire: ({ id, title, body, teamId, createdAt, updatedAt, version }): z.infer<typeof CannedResponseWire> => ({
    id,
    title,
    body,
    teamId,
    createdAt,
    updatedAt,
    version,
  }),
};
