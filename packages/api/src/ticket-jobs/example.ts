/** The example of seed 001 (TF-8). */
export const canonicalExample = {
  schema_version: "tickets.input.v1",
  idempotency_key: "spec-job-uuid-or-stable-client-key",
  title: "Customer Billing Reconciliation Workspace",
  spec: "Full or condensed product/technical spec text",
  options: {
    ticket_count: 3,
    max_ticket_count: 6,
    include_epics: true,
    dependency_mode: "explicit",
    output_detail: "standard",
  },
  callback_url: "https://issuehub.example.com/llm/jobs/{job_id}/callback",
} as const;
