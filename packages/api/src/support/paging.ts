import type { Page } from "@tessera/core/access";
import * as z from "zod";
import { cursorField, limitField, offsetField } from "../http/paging.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

/** Query fields of every list of the desk (PX general, D-17); in a strict object, so unknown names are refused (K6). */
export const deskPage = {
  limit: limitField({ standard: 50, maximum: 200 }),
  cursor: cursorField("`nextCursor` of the page before."),
};

/** For lists that can leave rows out at the front (D-17). */
export const deskOffset = { offset: offsetField() };

/** What stands beside the rows of every page. */
export const pageFields = {
  total: z.union([z.int(), z.null()]).openapi({ description: "Null where counting would cost more than the page." }),
  limit: z.int(),
  offset: z.int(),
  nextCursor: z.union([z.string(), z.null()]),
};

/** What stands beside the rows of this page. A list that is whole on its first page is counted by looking at it. */
export function pageToWire(
  page: Page<unknown> & { total?: number | null },
  { limit, cursor, offset = 0 }: { limit: number; cursor?: string | undefined; offset?: number | undefined },
) {
  const isWhole = cursor === undefined && page.cursor === undefined;
  const total = page.total ?? (isWhole ? page.items.length : null);
  return { total, limit, offset, nextCursor: page.cursor ?? null };
}
