/** Sorts by time, and by id within one instant. Times are ISO in UTC, so their text sorts as they do. */
export function timeKey(at: string, id: string): string {
  return `${at}#${id}`;
}

/** Stands behind all keys of this instant and before those of the next: `$` follows `#`. */
export function behind(at: string): string {
  return `${at}$`;
}

/** The id in a time key. */
export function idOfTimeKey(key: string): string {
  return key.slice(key.indexOf("#") + 1);
}

/** The time in a time key. */
export function timeOfTimeKey(key: string): string {
  return key.slice(0, key.indexOf("#"));
}

/** Stands behind all keys that begin so: keys are printable ASCII, of which `~` is the last. */
export function lastOfPrefix(prefix: string): string {
  return `${prefix}~`;
}
