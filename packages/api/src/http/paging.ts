import type { Page } from "@tessera/core/access";
import type { Context } from "hono";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";
import * as z from "zod";

const defaultLimit = 100;
const maximumLimit = 500;

/** Query fields of every list; in a strict object, so that `limit[]=5` is refused like any other unknown name (K6). */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/, `must be a whole number from 1 to ${maximumLimit}`)
    .transform(Number)
    .pipe(z.int().max(maximumLimit, `must be at most ${maximumLimit}`))
    .optional()
    .transform((limit) => limit ?? defaultLimit)
    .openapi({ type: "integer", minimum: 1, maximum: maximumLimit, default: defaultLimit }),
  cursor: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .openapi({ description: "From the `Link` header of the page before." }),
};

/** Points to the next page by a header, because list bodies are closed (TF-34). */
export function linkNextPage(c: Context, page: Page<unknown>): void {
  if (page.cursor === undefined) return;
  const next = new URL(c.req.url);
  next.searchParams.set("cursor", page.cursor);
  c.header("Link", `<${next.pathname}${next.search}>; rel="next"`);
}
