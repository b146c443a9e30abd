import ipaddr from "ipaddr.js";

/** All of the public IPv6 space. Anything beside it is either special or not in use. */
const publicIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Where a host that the operator has named may stand: this machine or the operator's own network, never metadata. */
const localRanges: readonly string[] = ["loopback", "private", "uniqueLocal"];

/**
 * Whether a connection to this address leaves for the public internet (F2). Everything else is refused: loopback,
 * private, link-local, carrier, multicast, reserved and translated ranges (NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  const address = parse(text);
  if (address?.range() !== "unicast") return false;
  return !(address instanceof ipaddr.IPv6) || address.match(publicIpv6);
}

export function isLocalAddress(text: string): boolean {
  return localRanges.includes(parse(text)?.range() ?? "");
}

/** `::ffff:10.0.0.1` is judged as the IPv4 address that it stands for. */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}
