import { clientPrincipal, detectorPrincipal } from "@tessera/core/access";
import { takeInAnomalies } from "@tessera/core/incidents";
import { createDeadLetterQueue } from "@tessera/providers/aws";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { withIncidents } from "../lib/incidents.ts";
import { orPutAside } from "../lib/put-aside.ts";
import { queue } from "../lib/queue.ts";
import { runtime } from "../lib/runtime.ts";
import { type Report, reportsOf } from "./reports.ts";

const { config, sqs, store } = runtime;
const deadLetters = createDeadLetterQueue({ client: sqs, queueUrl: config.TESSERA_ANOMALIES_DLQ_URL });

/** LC-20: anomalies from the bus, or straight from a detector that may send to the queue. */
export const handler: (event: SQSEvent) => Promise<SQSBatchResponse> = queue({
  schema: z.unknown(),
  contextOf: () => runtime.systemContext("anomalies"),
  work: ({ correlationId }, message) =>
    orPutAside(deadLetters, [message], async () => {
      for (const [clientId, reports] of Map.groupBy(reportsOf(message), (report) => report.clientId)) {
        const bodies = reports.map(({ body }) => body);
        await orPutAside(deadLetters, bodies, () => takeIn(reports, clientId, correlationId));
      }
    }),
});

/** Those of one sender. One that cannot be read is put aside and stops no other. */
async function takeIn(reports: readonly Report[], clientId: string | null, correlationId: string): Promise<void> {
  const principal = clientId === null ? detectorPrincipal() : await clientPrincipal(store.access, clientId);
  const context = withIncidents(runtime.contextFor({ principal, correlationId }));
  const { rejected } = await takeInAnomalies(context, { events: reports.map(({ event }) => event) });
  for (const { index, code, message } of rejected) {
    await deadLetters.send(JSON.stringify(reports[index]?.body), `${code}: ${message}`);
  }
}
