import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { AppError } from "@tessera/core/errors";
import { isAllowedAddress } from "./target.ts";

/** All addresses of a name, IPv4 and IPv6. */
export type Resolver = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemResolver: Resolver = (hostname) => lookup(hostname, { all: true });

/**
 * A `lookup` for sockets: names are resolved once, inside the connection, and judged there, so no second answer can
 * slip in between (F3). One bad address among several blocks the host. Literal addresses never come here.
 */
export function createGuardedLookup(resolve: Resolver, allowHosts: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    resolveChecked(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (cause: Error) => callback(cause, []),
    );
  };

  async function resolveChecked(hostname: string): Promise<readonly [LookupAddress, ...LookupAddress[]]> {
    const [first, ...rest] = await resolve(hostname);
    if (!first) throw new Error("The name has no address");
    const addresses = [first, ...rest] as const;
    if (!addresses.every(({ address }) => isAllowedAddress(hostname, address, allowHosts))) {
      throw new AppError("egress_blocked", "The URL points to a local, private or reserved address");
    }
    return addresses;
  }
}
