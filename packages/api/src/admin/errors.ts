import * as z from "zod";
import { type Dialect, statusByKind } from "../http/dialect.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

/** The form of seed 001's errors with the product's own codes: this list is open. */
export const AdminError = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .openapi("AdminError");

export const adminDialect: Dialect = {
  challenge: "Bearer",
  answer(error) {
    const status = statusByKind[error.kind];
    // Faults of the inside keep their words inside.
    const message = status >= 500 ? "Internal error" : error.message;
    return { status, body: { error: { code: error.code, message } } };
  },
};
