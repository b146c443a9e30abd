import { createRoute } from "@hono/zod-openapi";
import type { SettingChanges, SettingFields, SettingKind, SettingRow } from "@tessera/core/tickets";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { text } from "../http/text.ts";
import { errors } from "./errors.ts";
import { deskPage, pageFields } from "./paging.ts";
import { ticketParams as params } from "./ticket-params.ts";
import { body } from "./ticket-routes.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

/** A row as JSON. Which fields it has is the definition's to say: the routes hand it on as it is. */
export type RowWire = Record<string, string | number | boolean | object | null>;

/** How one kind of settings is spoken about; what is true of it, its kind in core says. */
export interface CrudDefinition<Row extends SettingRow> {
  kind: SettingKind<Row>;
  /** Of the collection, in full, so that one grep finds it. */
  path: `/api/v1/${string}`;
  /** In operation ids: `CreateTicketTag`, `ListTicketTags`. */
  operations: { one: string; many: string };
  /** The group in the documents. */
  group: string;
  /** The field of a page that holds its rows. */
  listField: string;
  /** Where rows belong to teams: lists may be narrowed by them. */
  teamOf?(row: Row): string | null;
  newWire: z.ZodType<SettingFields<Row>>;
  patchWire: z.ZodType<SettingChanges<Row>>;
  wire: z.ZodType<RowWire>;
  toWire(row: Row): RowWire;
}

/** Fields of every wire form of a row. */
export const rowFields = {
  id: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.int(),
};

/** A name or a title: without blanks around it, and in one spelling of its letters. */
export function nameOf(maximum: number) {
  return z
    .string()
    .transform((name) => name.normalize("NFC").trim())
    .pipe(text(maximum))
    .openapi({ type: "string", minLength: 1, maxLength: maximum });
}

const pageQuery = z.strictObject(deskPage);

const teamPageQuery = pageQuery.extend({
  teamId: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .openapi({ description: "Those of this team; `none`: those of the whole organisation." }),
});

/** The five operations of one kind. */
export function crudRoutes<Row extends SettingRow>(definition: CrudDefinition<Row>) {
  const { path, operations, group, listField, wire, newWire, patchWire, teamOf } = definition;
  const tags = [group];
  const one = `${path}/{id}` as const;
  return {
    create: createRoute({
      method: "post",
      path,
      operationId: `Create${operations.one}`,
      tags,
      request: body(newWire),
      responses: { 201: json(wire, "The new row"), ...errors(400, 403, 409, 413, 422) },
    }),
    list: createRoute({
      method: "get",
      path,
      operationId: `List${operations.many}`,
      tags,
      request: { query: teamOf ? teamPageQuery : pageQuery },
      responses: {
        200: json(z.strictObject({ [listField]: z.array(wire), ...pageFields }), "One page, newest first"),
        ...errors(400, 403),
      },
    }),
    get: createRoute({
      method: "get",
      path: one,
      operationId: `Get${operations.one}`,
      tags,
      request: { params },
      responses: { 200: json(wire, "The row"), ...errors(403, 404) },
    }),
    update: createRoute({
      method: "patch",
      path: one,
      operationId: `Update${operations.one}`,
      tags,
      request: { params, ...body(patchWire) },
      responses: { 200: json(wire, "The row as it is now"), ...errors(400, 403, 404, 409, 412, 413, 422) },
    }),
    delete: createRoute({
      method: "delete",
      path: one,
      operationId: `Delete${operations.one}`,
      tags,
      request: { params },
      responses: { 204: { description: "The row is gone" }, ...errors(403, 404, 409, 412) },
    }),
  };
}
