import type { Zone, Zones } from "@tessera/core/sla";
import type { OffsetPeriod } from "./offset-period.ts";

type PeriodAt = (timeZone: string, instantMs: number) => OffsetPeriod;

/** IANA names begin with a letter; what does not is an offset like "+02:00", which knows no summer time. */
const ianaName = /^[A-Za-z]/;

/** IANA time zones. Temporal is loaded with the first of them: a cold start without calendars does without (G-5). */
export function createZones(): Zones {
  const zones = new Map<string, Zone>();

  return {
    async load(timeZone) {
      if (!ianaName.test(timeZone)) return undefined;
      const name = timeZone.toLowerCase();
      const known = zones.get(name);
      if (known) return known;

      const { offsetPeriodAt } = await import("./offset-period.ts");
      const zone = createZone(timeZone, offsetPeriodAt);
      if (zone) zones.set(name, zone);
      return zone;
    },
  };
}

function createZone(timeZone: string, periodAt: PeriodAt): Zone | undefined {
  try {
    // A zone is known by the first question that it answers.
    periodAt(timeZone, 0);
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }

  // Asking takes about a millisecond, and the same few periods are asked for again and again.
  const known: OffsetPeriod[] = [];
  return {
    periodAt(instantMs) {
      const period =
        known.find(({ fromMs, untilMs }) => fromMs <= instantMs && instantMs < untilMs) ??
        periodAt(timeZone, instantMs);
      if (!known.includes(period)) known.push(period);
      return period;
    },
  };
}
