/** A spec of an ordinary size: what a team pastes into the form. */
export const spec = `# Customer Billing Reconciliation Workspace

Finance staff compare invoices with payments by hand. This workspace brings both together and shows what does not match.

## Requirements

- The system MUST import payment files in CAMT.053 format every night.
- Each payment MUST be matched to an invoice by reference, amount and customer.
- Unmatched payments MUST appear in a review queue with the reason.
- A reviewer SHOULD be able to split a payment over several invoices.
- Every manual match MUST be recorded in the audit log with user and time.

## User stories

- As a finance clerk, I want to filter the review queue by customer, so that I can work through one account at a time.
- As a controller, I want to export the open items as CSV, so that I can close the month.

## Definition of done

- [ ] Nightly import runs without manual steps
- [ ] 95 % of payments with a reference are matched automatically
- [ ] The review queue loads within two seconds for 10,000 open items

## Risks

Payment files contain personal data and must be deleted after 90 days.

## Open questions

- Which banks send CAMT.054 instead?
`;
