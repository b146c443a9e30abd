const lengthLimit = 2_048;

/** A host right behind the slashes, and no blanks: the URL parser would quietly mend `https:///x` and line breaks. */
const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^\s/\\?#]\S*$/i;

/** What is wrong with a URL that the product is to call, in fixed words, or null (TF-11, F1). */
export function findUrlFault(text: string, checkUrl: (url: string) => string | null): string | null {
  if (text.length > lengthLimit) return `must have at most ${lengthLimit} characters`;
  const url = URL.parse(text);
  if (url === null || !absolute.test(text)) return "must be an absolute URL";
  // Plain http is up to the egress rules: they allow it for the hosts of EGRESS_ALLOW_HOSTS alone.
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must be an https URL";
  if (url.username !== "" || url.password !== "") return "must not hold credentials";
  return checkUrl(text);
}
