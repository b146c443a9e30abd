import { describe, expect, it } from "vitest";
import { sameText } from "../../../../packages/core/src/generation/offline/grammar/index.ts";
import { draft, epicsOf, fixture, fixtures, workOf } from "./drafting.ts";

const clinic = `# Clinic booking

We lose patients because they cannot book by themselves. This spec introduces online booking.

## Goals

- Patients book without a phone call
- Doctors keep control of their calendar

## Booking page

Patients pick a doctor and a free slot on one page. The page is the first thing that they see.

### Slots

The page must show free slots of the next 30 days.

### Confirmation

The mailer must confirm each booking within one minute.

### Cancelling

Patients must be able to cancel until one day before.

## Doctors' calendar

The calendar is where doctors block time.

### Blocking

Doctors must be able to block whole days.

### Reminders

The calendar must remind doctors of the next day at noon.

### Export

The calendar should export bookings as an iCal feed.
`;

describe("TF-52 epics follow the document", () => {
  it("names epics by the headings over their tickets, and tells what these say first", () => {
    const epics = epicsOf(draft(clinic));

    expect(epics.map(({ title }) => title)).toEqual([
      expect.stringMatching(/booking page/i),
      expect.stringMatching(/doctors' calendar/i),
    ]);
    expect(epics[0]?.description).toMatch(/^Patients pick a doctor and a free slot on one page\./);
    expect(epics[1]?.description).toMatch(/^The calendar is where doctors block time\./);
  });

  it("makes goals that speak of an epic its outcome, and counts them as covered", () => {
    const answer = draft(clinic);

    const outcomes = epicsOf(answer).flatMap(({ acceptanceCriteria }) => acceptanceCriteria);

    expect(outcomes.join(" ")).toMatch(/calendar|phone call/);
    expect(answer.notCovered.length).toBeLessThanOrEqual(1);
  });

  it("gives each goal to one epic only", () => {
    const doctors = clinic.replace(
      "- Patients book",
      "- Doctors and patients like the booking page and the calendar\n- Patients book",
    );

    const outcomes = epicsOf(draft(doctors)).flatMap(({ acceptanceCriteria }) => acceptanceCriteria);

    expect(outcomes.join(" ")).toContain("like the booking page");
    expect(new Set(outcomes).size).toBe(outcomes.length);
  });

  it("speaks of roles, milestones and rules where the heading names none", () => {
    expect(epicsOf(draft(fixture("prd-team-invitations.md"))).map(({ title }) => title)).toEqual([
      "Offer team invitations to workspace owners, invitees and workspace admins",
      "Enforce the rules of team invitations",
    ]);
    expect(epicsOf(draft(fixture("rfc-webhook-signing.md"))).map(({ title }) => title)).toContain(
      "Take signed webhooks from Alpha to Beta",
    );
  });

  it("takes the caller's file name apart where the spec has no title", () => {
    const spec = clinic.replace("# Clinic booking\n\n", "").replaceAll("booking", "booking API");

    const [epic] = epicsOf(draft(spec, { maxTicketCount: 50 }, "rfcs-3537-clinic-booking"));

    expect(JSON.stringify(draft(spec, {}, "rfcs-3537-clinic-booking"))).not.toContain("rfcs-3537");
    expect(epic?.title).toMatch(/^\p{Lu}\p{Ll}+ /u);
  });

  it.each([...fixtures])(
    "%s: no epic for one ticket, no criterion of a child, no child without need",
    (_name, spec) => {
      for (const maxTicketCount of [3, 5, 8, 12, 50]) {
        const answer = draft(spec, { maxTicketCount });
        const epics = epicsOf(answer);
        for (const epic of epics) {
          const children = answer.tickets.filter((ticket) => ticket.epic === epic.ref);
          const own = new Set(children.flatMap(({ acceptanceCriteria }) => acceptanceCriteria.map(sameText)));
          expect(children.length).toBeGreaterThan(1);
          expect(epic.acceptanceCriteria.filter((text) => own.has(sameText(text)))).toEqual([]);
          expect(epic.title).not.toMatch(/^deliver\b|\.md$|requirements of/i);
        }
        expect(epics.length === 0 || workOf(answer).length >= 4).toBe(true);
      }
    },
  );
});
