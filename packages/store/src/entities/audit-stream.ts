/** The partitions of the audit trail: of their own, so that a role can be refused every update and delete of them (N1). */
export const auditPrefix = "AUDIT#";

/** Which records of the table's stream are new audit entries, as an event filter -> functions/events/publish. */
export const auditStreamFilter = {
  eventName: ["INSERT"],
  dynamodb: { Keys: { pk: { S: [{ prefix: auditPrefix }] } } },
};
