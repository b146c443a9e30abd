import { BlockList, isIP } from "node:net";
import * as z from "zod";

/** A key is sent in a header, and an error about a bad header quotes it: no such key gets that far. */
export const secret = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without blanks")
  .optional();

/** Where a model is asked. Keys and specs go there: in clear text only to where no stranger listens. */
export const baseUrl = z
  .url({ protocol: /^https?$/, error: "must be a URL with https, or http", abort: true })
  .refine((url) => isHttps(url) || isPrivateHost(url), "must begin with https: only a private host may go without");

function isHttps(url: string): boolean {
  return new URL(url).protocol === "https:";
}

const privateAddresses = new BlockList();
for (const [address, prefix] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  privateAddresses.addSubnet(address, prefix);
}
privateAddresses.addAddress("::1", "ipv6");
privateAddresses.addSubnet("fc00::", 7, "ipv6");

/** This machine, a private network, or a name that only such a network knows: `host.docker.internal`, `ollama`. */
function isPrivateHost(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[(.+)\]$/, "$1");
  const family = isIP(host);
  if (family !== 0) return privateAddresses.check(host, family === 6 ? "ipv6" : "ipv4");
  return host !== "" && (!host.includes(".") || /\.(?:internal|localhost)$/.test(host));
}
