/** Nobody waits longer because a remote asks for it. */
const limitSeconds = 86_400;

/** Seconds of a Retry-After header, given as a number or a date; undefined where it says nothing usable (E4, D8). */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text), limitSeconds);
  // Date.parse reads almost anything ("-5" is a year): an HTTP date starts with its weekday.
  const at = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  return Math.min(Math.max(Math.ceil((at - now.getTime()) / 1_000), 0), limitSeconds);
}
