import { describe, expect, it } from "vitest";
import { fillVariables } from "../../../../packages/core/src/tickets/text/index.ts";
import { bestMs, megabyteOf } from "./megabyte.ts";

const values = { contactName: "Ann", ticketNumber: 42, agentName: "Bob", subject: "Printer" };

describe("PX-61 canned responses", () => {
  it("fills in every variable, wherever and however often it stands", () => {
    const body = "Hi {{contactName}}, {{ ticketNumber }} ({{subject}}), {{\tagentName\n}} {{agentName}}";

    expect(fillVariables(body, values)).toBe("Hi Ann, 42 (Printer), Bob Bob");
  });

  it.each([
    "{{unknown}}",
    "{{ContactName}}",
    "{{}}",
    "{contactName}",
    "{{contact Name}}",
    "{{constructor}}",
    "{{__proto__}}",
  ])("leaves %s as it is", (body) => {
    expect(fillVariables(body, values)).toBe(body);
  });

  it("inserts values once and never reads them", () => {
    const subject = "{{agentName}} $& $1 {{subject}}";

    expect(fillVariables("Re: {{subject}}", { ...values, subject })).toBe(`Re: ${subject}`);
  });

  it("makes a variable without a value empty", () => {
    expect(fillVariables("Hi {{contactName}}!", { ...values, contactName: null })).toBe("Hi !");
  });

  it.each(["{", "{{", "{{a", "{{ ", " ", "{{contactName"].map(megabyteOf))(
    "K10 reads a megabyte in a moment (%#)",
    (body) => {
      expect(bestMs(() => fillVariables(`{{${body}`, values))).toBeLessThan(200);
    },
  );
});
