import { isIP } from "node:net";
import { isLocalAddress, isPublicAddress } from "./address.ts";

const urlLimit = 2_048;

/** Names of cloud metadata services and of hosts that only exist inside a network. */
const localNames = /^(?:(?:.+\.)?(?:localhost|internal|localdomain)|metadata|instance-data)$/;

/**
 * Why this URL may never be called, in fixed words, or null (TF-11, F1, F2, F4). Names are judged again by their
 * addresses when a connection is made.
 */
export function findUrlFault(text: string, allowHosts: readonly string[]): string | null {
  if (text.length > urlLimit) return `must not be longer than ${urlLimit} characters`;
  if (!URL.canParse(text)) return "must be an absolute URL";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "must not carry credentials";
  if (isAllowedHost(url.hostname, allowHosts) && (url.protocol === "https:" || url.protocol === "http:")) return null;
  if (url.protocol !== "https:") return "must use https";
  if (url.port !== "") return "must use port 443";
  return isLocalHost(url.hostname) ? "must not point to a local, private or reserved host" : null;
}

/** The URL parser has undone every other spelling of an address, so its `hostname` is what counts. */
function isLocalHost(hostname: string): boolean {
  const name = plainHost(hostname);
  return isIP(name) !== 0 ? !isPublicAddress(name) : name === "" || localNames.test(name);
}

export function isAllowedHost(hostname: string, allowHosts: readonly string[]): boolean {
  const name = plainHost(hostname);
  return allowHosts.some((host) => plainHost(host) === name);
}

/** Whether a connection to this host may end at this address. */
export function isAllowedAddress(hostname: string, address: string, allowHosts: readonly string[]): boolean {
  return isPublicAddress(address) || (isAllowedHost(hostname, allowHosts) && isLocalAddress(address));
}

/** Without the brackets of an IPv6 address and the dots of a fully qualified name. */
function plainHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.+$/, "");
}
