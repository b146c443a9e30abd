import { type PlatformUrlCheck, platforms } from "@tessera/core/settings";
import type { Egress } from "../http/index.ts";
import { isAllowedHost } from "../http/target.ts";

/** F6: beside what no URL may be, a platform's is on its vendor's hosts or on one that the operator names. */
export function createPlatformUrlCheck(options: { egress: Egress; allowHosts: readonly string[] }): PlatformUrlCheck {
  const { egress, allowHosts } = options;
  return (platform, url) => {
    const fault = egress.check(url);
    if (fault !== null) return fault;

    const { hosts } = platforms[platform];
    const { hostname } = new URL(url);
    const isKnown = hosts.length === 0 || hosts.some((host) => matchesHost(hostname, host));
    return isKnown || isAllowedHost(hostname, allowHosts) ? null : `must be on ${hosts.join(" or ")}`;
  };
}

/** `*.example.com` is any name below example.com, but not example.com. */
function matchesHost(hostname: string, pattern: string): boolean {
  return pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}
