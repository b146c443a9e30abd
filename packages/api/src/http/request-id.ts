import { randomUUID } from "node:crypto";

const accepted = /^[\w.:-]{1,128}$/;

/** The caller's id for this request where it is fit for logs and headers, else a new one (P-8). */
export function requestIdOf(header: string | undefined): string {
  return header !== undefined && accepted.test(header) ? header : randomUUID();
}
