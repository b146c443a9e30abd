/** An address in the form that we compare: without a display name or angle brackets, in lower case. */
export function normalizeAddress(written: string): string {
  const text = written.normalize("NFC").trim();
  const open = text.lastIndexOf("<");
  const close = text.indexOf(">", open);
  const bare = open >= 0 && close > open ? text.slice(open + 1, close) : text;
  return bare.trim().toLowerCase();
}
