const named =
  /\b(alpha|beta|ga|mvp|mmp|poc|pilot|preview|general availability|private preview|public preview|(?:phase|milestone|stage|iteration|sprint|release|wave|increment) (?:\d{1,2}|[ivx]{1,4}|one|two|three|four)|v\d{1,2}(?:\.\d{1,3}){0,2}|q[1-4] ?20\d\d|m\d)\b/i;

const whole =
  /^(?:alpha|beta|ga|mvp|poc|pilot|general availability|proof of concept|(?:\w+ ){0,2}preview|productization|prototype|launch|soft launch|short-term|long-term|(?:phase|milestone|stage|iteration|sprint|wave|increment) (?:\d{1,2}|[ivx]{1,4}|one|two|three|four)\b.{0,60}|m\d\b.{0,60}|v\d+(?:\.\d+)*)$/i;

/** The milestone that a heading is, or null. */
export function milestoneHeading(title: string): string | null {
  const text = title.replace(/[`*:]/g, "").trim();
  return whole.test(text) ? text : null;
}

/** A milestone that a text names in passing, or null. */
export function milestoneIn(text: string): string | null {
  const found = named.exec(text)?.[1];
  // "ga" and "m1" are words of other things where they are not written as names.
  return found && (found.length > 2 || found === found.toUpperCase()) ? found : null;
}
