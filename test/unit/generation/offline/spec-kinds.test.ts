import { describe, expect, it } from "vitest";
import { draft, ticketOn, titles, workOf } from "./drafting.ts";

const defect = `# CSV export loses rows when a filter is active

## Steps to reproduce

1. Open the orders page.
2. Filter by status "shipped".

## Expected behavior

The file contains every order that matches the filter.

## Actual behavior

The file contains only the first page of 50 rows.

## Workaround

Export without a filter and delete the rows by hand.
`;

const rfc = `# Webhook signatures

The key words "MUST", "SHOULD" and "MAY" are to be interpreted as described in RFC 2119.

1. The sender MUST sign each request with HMAC-SHA256.
2. The signature MUST be sent in the \`X-Signature\` header.
3. Receivers MUST reject requests that are older than 5 minutes.
4. Receivers SHOULD compare signatures in constant time.
5. Secrets MUST be at least 32 bytes long and MUST NOT be logged.
6. A receiver MAY answer 202 before it processes the event.
`;

describe("TF-52 specs of several kinds", () => {
  it("mends a defect, and takes neither its steps nor its workaround for work", () => {
    const answer = draft(defect);

    expect(ticketOn("CSV export", answer)).toBeDefined();
    expect(answer.tickets.find(({ type }) => type === "bug")).toMatchObject({
      title: "Fix “CSV export loses rows when a filter is active”",
      acceptanceCriteria: ["The file contains every order that matches the filter."],
    });
    expect(titles(defect).join("\n")).not.toMatch(/filter by|open the orders|by hand/i);
  });

  it("makes a ticket of each item of a list of duties, and none of how its words are read", () => {
    expect(titles(rfc).filter((title) => !title.startsWith("epic"))).toEqual([
      "task: Make the sender sign each request with HMAC-SHA256",
      "task: Send the signature in the `X-Signature` header",
      "task: Make receivers reject requests that are older than 5 minutes",
      "task: Make receivers compare signatures in constant time",
      "task: Make secrets at least 32 bytes long",
      "task: Let a receiver answer 202 before it processes the event",
    ]);
  });

  it("takes no sentence on how words are read for a demand", () => {
    const spec =
      'The key words "MUST" and "SHOULD" must be interpreted as described in RFC 2119.\n\nThe server MUST log errors.\n\nThe client MUST retry once.\n';

    const answer = draft(spec);

    expect(answer.tickets.map(({ title }) => title).join("\n")).not.toMatch(/key words|interpret/i);
    expect(answer.tickets.flatMap(({ acceptanceCriteria }) => acceptanceCriteria).join("\n")).not.toMatch(/key words/i);
  });

  it("ends a title at a semicolon, behind a verb with its particle", () => {
    const spec =
      "# Carts\n\n## Requirements\n\n- When a guest signs in, both carts must be merged; quantities of one item are added up\n- The cart must be saved within 2 seconds\n";

    expect(titles(spec).join("\n")).toMatch(/: Merge both carts when a guest signs in$/m);
  });

  it("reads a condition without its comma", () => {
    const mail =
      "The app must print labels.\n\nIf the printer is offline the app has to keep the job and print it later.\n";

    const ticket = ticketOn("keep the job", draft(mail));

    expect(ticket?.title).toBe("Keep the job and print it later if the printer is offline");
  });

  it("makes no ticket of what waits for what, or of a request that is refreshed", () => {
    const spec =
      "# Tokens\n\n## Tasks\n\n- Add a load test\n- The load test depends on the search\n- Refresh requests must carry the old token\n";

    const found = workOf(draft(spec)).map(({ title }) => title);

    expect(found.join("\n")).not.toMatch(/depends? on|^Refresh requests/m);
    expect(found.join("\n")).toMatch(/refresh requests carry the old token/);
  });

  it("names a German section without words of its own by what stands below it", () => {
    const spec =
      "# Zeiterfassung\n\n## Anforderungen\n\n- Die App muss den Beginn eines Einsatzes erfassen.\n- Die Pausen müssen gespeichert werden.\n\n## Sicherheit\n\n- Zeiten dürfen nur von der Leitung gelesen werden.\n";

    expect(titles(spec).join("\n")).toMatch(/Zeiten dürfen nur von der Leitung gelesen werden/);
  });
});
