import { describe, expect, it } from "vitest";
import { createClock } from "../../../functions/lib/clock.ts";
import { waitFor } from "../../support/wait.ts";

describe("X-53, D-21 the product's clock", () => {
  it("runs, ahead by its offset", async () => {
    const clock = createClock(60_000);
    const first = clock.now();

    await waitFor(() => clock.now() > first, { what: "the clock to go on" });

    expect(first.getTime() - Date.now()).toBeGreaterThan(55_000);
  });

  it("stands still where it is set, until it is advanced", async () => {
    const clock = createClock(0);
    const at = new Date("2027-01-01T00:00:00Z");
    const startedAt = Date.now();

    clock.set(at);
    await waitFor(() => Date.now() > startedAt + 5, { what: "real time to pass" });
    const later = clock.now();
    clock.advance(90_000);

    expect(later).toEqual(at);
    expect(clock.now()).toEqual(new Date("2027-01-01T00:01:30Z"));
  });
});
