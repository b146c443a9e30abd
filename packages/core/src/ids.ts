import type { BaseContext } from "./context.ts";

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ulidLength = 26;

/** A new ULID (PX-1): a UUID v7 has the same layout, its time in the first 48 bits, and only wants another spelling. */
export function newUlid(context: Pick<BaseContext, "newId">): string {
  let bits = BigInt(`0x${context.newId().replaceAll("-", "")}`);
  let text = "";
  for (let place = 0; place < ulidLength; place += 1) {
    text = `${crockford[Number(bits & 31n)]}${text}`;
    bits >>= 5n;
  }
  return text;
}
