import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createZones } from "@tessera/providers/time";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const hourMs = 3_600_000;

describe("G-5 time zones", () => {
  it.each([
    ["Berlin in winter", "Europe/Berlin", "2026-12-01T00:00Z", 1, "2027-03-28T01:00Z"],
    ["Berlin in summer", "Europe/Berlin", "2026-06-01T00:00Z", 2, "2026-10-25T01:00Z"],
    ["Berlin, the instant before a jump", "Europe/Berlin", "2026-10-25T00:59:59.999Z", 2, "2026-10-25T01:00Z"],
    ["Berlin, the instant of a jump", "Europe/Berlin", "2026-10-25T01:00Z", 1, "2027-03-28T01:00Z"],
    ["New York in summer", "America/New_York", "2026-06-01T00:00Z", -4, "2026-11-01T06:00Z"],
    ["Apia, before its day was left out", "Pacific/Apia", "2011-12-29T12:00Z", -10, "2011-12-30T10:00Z"],
    ["Apia, after it", "Pacific/Apia", "2011-12-30T10:00Z", 14, "2012-03-31T14:00Z"],
    ["Lord Howe, half an hour of summer time", "Australia/Lord_Howe", "2026-12-01T00:00Z", 11, "2027-04-03T15:00Z"],
  ])("know the offset and the next jump: %s", async (_name, timeZone, instant, offsetHours, until) => {
    const zone = await createZones().load(timeZone);

    expect(zone?.periodAt(Date.parse(instant))).toMatchObject({
      offsetMs: offsetHours * hourMs,
      untilMs: Date.parse(until),
    });
  });

  it.each([
    ["Asia/Kolkata", 5.5],
    ["UTC", 0],
  ])("know that %s jumps no more", async (timeZone, offsetHours) => {
    const zone = await createZones().load(timeZone);

    expect(zone?.periodAt(Date.UTC(2026, 10, 20))).toMatchObject({
      offsetMs: offsetHours * hourMs,
      untilMs: Number.POSITIVE_INFINITY,
    });
  });

  it("answers the same whatever was asked before", async () => {
    const zones = createZones();
    const [asked, fresh] = [await zones.load("Europe/Berlin"), await createZones().load("Europe/Berlin")];
    const instants = Array.from(
      { length: 40 },
      (_, index) => Date.parse("2026-10-25T01:00Z") + (index - 20) * 30 * 86_400_000,
    );
    for (const instant of instants) asked?.periodAt(instant);

    const answers = instants.map((instant) => asked?.periodAt(instant));

    expect(answers).toEqual(
      instants
        .toReversed()
        .map((instant) => fresh?.periodAt(instant))
        .toReversed(),
    );
  });

  it("take any case, and share one zone", async () => {
    const zones = createZones();

    expect(await zones.load("america/new_york")).toBe(await zones.load("America/New_York"));
  });

  it.each(["Mars/Olympus", "+02:00", "-05", "", " UTC", "Europe/Berlin\n"])("know no zone %j", async (timeZone) => {
    expect(await createZones().load(timeZone)).toBeUndefined();
  });

  it("load Temporal with the first calendar, not before", async () => {
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) });
      const hasTemporal = () => loaded.some((name) => name.startsWith("temporal-polyfill"));
      const { createZones } = await import("@tessera/providers/time");
      const zones = createZones();
      const before = hasTemporal();
      await zones.load("Europe/Berlin");
      console.log(JSON.stringify([before, hasTemporal()]));
    `;

    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script]);

    expect(JSON.parse(stdout)).toEqual([false, true]);
  });
});
