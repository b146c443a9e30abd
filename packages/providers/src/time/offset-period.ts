// The functions of the polyfill one by one: 17 KB of a bundle instead of 58.
import { create, getTimeZoneTransition, offsetNanoseconds } from "temporal-polyfill/fns/ZonedDateTime";

const nanosecondsPerMs = 1_000_000;

export interface OffsetPeriod {
  offsetMs: number;
  fromMs: number;
  untilMs: number;
}

/** The stretch between two jumps of a zone's clocks. Throws a RangeError where there is no such zone. */
export function offsetPeriodAt(timeZone: string, instantMs: number): OffsetPeriod {
  // The nanosecond makes a jump at this very instant the previous one.
  const moment = create(BigInt(instantMs) * BigInt(nanosecondsPerMs) + 1n, timeZone);
  return {
    offsetMs: offsetNanoseconds(moment) / nanosecondsPerMs,
    fromMs: getTimeZoneTransition(moment, "previous")?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    untilMs: getTimeZoneTransition(moment, "next")?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
  };
}
