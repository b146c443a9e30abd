import { fillCallbackUrl } from "@tessera/core/jobs";

const lengthLimit = 2_048;

/** A host right behind the slashes, and no blanks: the URL parser would quietly mend `https:///x` and line breaks. */
const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^\s/\\?#]\S*$/i;

/** Stands for any job's id while a URL is checked: the template itself is not a URL (C-20). */
const exampleJobId = "00000000-0000-7000-8000-000000000000";

/** What is wrong with a callback URL, in fixed words, or null (TF-11, F1). */
export function findCallbackFault(template: string, checkUrl: (url: string) => string | null): string | null {
  const filled = fillCallbackUrl(template, exampleJobId);
  if (filled.length > lengthLimit) return `must have at most ${lengthLimit} characters`;
  const url = URL.parse(filled);
  if (url === null || !absolute.test(filled)) return "must be an absolute URL";
  // Plain http is up to the egress rules: they allow it for the hosts of EGRESS_ALLOW_HOSTS alone.
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must be an https URL";
  if (url.username !== "" || url.password !== "") return "must not hold credentials";
  return checkUrl(filled);
}
