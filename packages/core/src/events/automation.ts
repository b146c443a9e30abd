import * as z from "zod";
import type { ProductEvent } from "./event.ts";

/** The `source` of every event of ours on a bus (REQUIREMENTS 0.7). */
export const eventSource = "tessera";

/** So many automations may act one upon another, then nobody acts any more (PX-66). */
export const chainLimit = 3;

const Depth = z.object({ depth: z.int().min(0).catch(0) });

/** How many automations stand between a person and an event. */
export function depthOf({ data }: Pick<ProductEvent, "data">): number {
  return Depth.parse({ depth: data.depth }).depth;
}
