import { fillCallbackUrl } from "@tessera/core/jobs";
import { findUrlFault } from "../http/outgoing-url.ts";

/** Stands for any job's id while a URL is checked: the template itself is not a URL (C-20). */
const exampleJobId = "00000000-0000-7000-8000-000000000000";

/** What is wrong with a callback URL, in fixed words, or null (TF-11, F1). */
export function findCallbackFault(template: string, checkUrl: (url: string) => string | null): string | null {
  return findUrlFault(fillCallbackUrl(template, exampleJobId), checkUrl);
}
