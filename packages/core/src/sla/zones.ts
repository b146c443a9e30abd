/** A stretch of time in which the clocks of a zone run on without a jump. */
export interface ZonePeriod {
  /** Wall clock minus UTC. */
  offsetMs: number;
  /** The instant of the next jump; Infinity where none is known. */
  untilMs: number;
}

export interface Zone {
  /** The period that an instant lies in; an instant of a jump belongs to the period after it. */
  periodAt(instantMs: number): ZonePeriod;
}

/** Port to the time zone data, which core has none of. */
export interface Zones {
  /** Undefined where there is no such IANA zone. */
  load(timeZone: string): Promise<Zone | undefined>;
}
