import { randomUUID } from "node:crypto";
import { basename, extname } from "node:path";
import { createSpecReader } from "@tessera/providers/documents";
import type { GenerateOptions } from "./options.ts";
import { readSpecFile, tooLarge } from "./spec-file.ts";

const defaultMaxBodyBytes = 256 * 1_024;
/** The surface's own default for the most tickets; a larger count raises it. */
const defaultMaxTickets = 12;

/** The request that a client would post for this file. Throws where the file, or what becomes of it, cannot be sent. */
export function readRequest(options: GenerateOptions): object {
  const { file, title, count, detail } = options;
  const maxBytes = Number(process.env.TICKETS_MAX_BODY_BYTES || defaultMaxBodyBytes);
  const spec = readSpecFile(file, maxBytes);
  const request = {
    schema_version: "tickets.input.v1",
    idempotency_key: randomUUID(),
    title: title ?? createSpecReader().read(spec).title ?? basename(file, extname(file)),
    spec,
    options: {
      output_detail: detail,
      ...(count !== null && { ticket_count: count, max_ticket_count: Math.max(count, defaultMaxTickets) }),
    },
  };
  if (Buffer.byteLength(JSON.stringify(request)) > maxBytes) throw tooLarge(file, maxBytes);
  return request;
}
