/** A curl line that submits a small job as it stands, so that a first start leads to a first result. */
export function firstRequest({ url, key }: { url: string; key: string }): string {
  const body = {
    schema_version: "tickets.input.v1",
    idempotency_key: "first-job",
    title: "Invoice matching",
    spec: "# Invoice matching\n\n- The system must import payment files every night.\n- Each payment must be matched to an invoice.",
  };
  return [
    `curl -sS ${url}/tickets/v1/jobs`,
    `-H 'authorization: Bearer ${key}'`,
    "-H 'content-type: application/json'",
    `-d '${JSON.stringify(body)}'`,
  ].join(" ");
}
