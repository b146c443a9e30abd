import type { Page } from "@tessera/core/access";
import type { Context } from "hono";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";
import * as z from "zod";

/** How many rows a page may have; a text of digits, so that `1e2`, `-1` and `[5]` are refused (K6). */
export function limitField(bounds: { standard: number; maximum: number }) {
  const { standard, maximum } = bounds;
  return z
    .string()
    .regex(new RegExp(`^[1-9][0-9]{0,${String(maximum).length - 1}}$`), `must be a whole number from 1 to ${maximum}`)
    .transform(Number)
    .pipe(z.int().max(maximum, `must be at most ${maximum}`))
    .optional()
    .transform((limit) => limit ?? standard)
    .openapi({ type: "integer", minimum: 1, maximum, default: standard });
}

const maximumOffset = 10_000;

/** How many rows a page leaves out at the front, where no cursor says where to start. */
export function offsetField() {
  return z
    .string()
    .regex(/^[0-9]{1,5}$/, `must be a whole number from 0 to ${maximumOffset}`)
    .transform(Number)
    .pipe(z.int().max(maximumOffset, `must be at most ${maximumOffset}`))
    .optional()
    .openapi({ type: "integer", minimum: 0, maximum: maximumOffset, default: 0 });
}

/** Where a page starts; `source` says where a caller finds it. */
export function cursorField(source: string) {
  return z.string().min(1).max(4_096).optional().openapi({ description: source });
}

/** Query fields of every list; in a strict object, so that `limit[]=5` is refused like any other unknown name (K6). */
export const pageQuery = {
  limit: limitField({ standard: 100, maximum: 500 }),
  cursor: cursorField("From the `Link` header of the page before."),
};

/** Points to the next page by a header, because list bodies are closed (TF-34). */
export function linkNextPage(c: Context, page: Page<unknown>): void {
  if (page.cursor === undefined) return;
  const next = new URL(c.req.url);
  next.searchParams.set("cursor", page.cursor);
  c.header("Link", `<${next.pathname}${next.search}>; rel="next"`);
}
