import * as z from "zod";
import { defineEntity, type Key } from "../entity.ts";

/** Who a tenant means by a handle. Written once: who has a handle first keeps it. */
const Handle = z.object({ tenantId: z.string(), handle: z.string(), userId: z.string() });

/** Says that all users of a tenant have claimed their handles, those from before there were handles too (N5). */
const HandlesClaimed = z.object({ tenantId: z.string() });

/** The user whom a mention means -> AccessStore.findUserByHandle. */
export function handleKey(tenantId: string, handle: string): Key {
  return { pk: `HANDLE#${tenantId}#${handle}`, sk: "HANDLE" };
}

/** Whether a handle that is not there is nobody's -> AccessStore.findUserByHandle. */
export function handlesClaimedKey(tenantId: string): Key {
  return { pk: `HANDLES#${tenantId}`, sk: "HANDLES" };
}

export const handleEntity = defineEntity({
  name: "handle",
  schema: Handle,
  keys: ({ tenantId, handle }) => handleKey(tenantId, handle),
});

export const handlesClaimedEntity = defineEntity({
  name: "handlesClaimed",
  schema: HandlesClaimed,
  keys: ({ tenantId }) => handlesClaimedKey(tenantId),
});
