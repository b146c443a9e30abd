import type { Context } from "hono";
import * as z from "zod";

/** What the two adapters hand on: a Lambda event's own fields, or Node's socket. Never a header that anyone can write. */
const Bindings = z.union([
  z
    .object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) })
    .transform((env) => env.requestContext.http.sourceIp),
  z
    .object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) })
    .transform((env) => env.incoming.socket.remoteAddress),
]);

/** The address that a request comes from, as far as it is known. */
export function sourceOf(c: Context): string {
  const parsed = Bindings.safeParse(c.env);
  return parsed.success ? parsed.data : "unknown";
}
