import { randomBytes } from "node:crypto";
import type { PlatformConfigs } from "@tessera/core/settings";
import * as z from "zod";
import { type FakeAnswer, type FakeHost, type FakeRequest, notFound, refuse, startFakeHost } from "./fake-host.ts";

const [username, password] = ["integration", "pässword: with a colon"];
const credentials = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

const Level = z.enum(["1", "2", "3"]);
const NewRecord = z.object({
  short_description: z.string().min(1).max(160),
  description: z.string().max(32_000),
  urgency: Level,
  impact: Level,
  correlation_id: z.string().min(1).max(100),
  assignment_group: z.string().optional(),
});
const Change = z.object({ work_notes: z.string().min(1) });

export interface FakeServicenow extends FakeHost {
  config: PlatformConfigs["servicenow"];
  records: { sys_id: string; correlation_id: string; notes: string[] }[];
}

/** ServiceNow's Table API for the table `incident`. Correlation ids are not unique in it. */
export async function startFakeServicenow(): Promise<FakeServicenow> {
  const records: FakeServicenow["records"] = [];

  function table({ method, query, body }: FakeRequest): FakeAnswer {
    if (method === "GET") {
      const id = /^correlation_id=([^^]+)/.exec(query.sysparm_query ?? "")?.[1];
      const found = records.filter((record) => id === undefined || record.correlation_id === id);
      return { status: 200, body: { result: found.map(({ sys_id }) => ({ sys_id })) } };
    }
    const record = NewRecord.safeParse(body);
    if (method !== "POST" || !record.success) return refuse(400);
    const sys_id = randomBytes(16).toString("hex");
    records.push({ sys_id, correlation_id: record.data.correlation_id, notes: [] });
    return { status: 201, body: { result: { sys_id } } };
  }

  function record({ method, query, body }: FakeRequest, id: string): FakeAnswer {
    const found = records.find(({ sys_id }) => sys_id === id);
    if (!found) return refuse(404);
    // Notes are empty in the values of a record: only display values have them.
    const work_notes = query.sysparm_display_value === "true" ? found.notes.join("\n\n") : "";
    if (method === "GET") return { status: 200, body: { result: { work_notes } } };
    const change = Change.safeParse(body);
    if (method !== "PATCH" || !change.success) return refuse(400);
    found.notes.push(change.data.work_notes);
    return { status: 200, body: { result: { sys_id: id } } };
  }

  const host = await startFakeHost((request) => {
    if (request.headers.authorization !== credentials) return refuse(401);
    const id = /^\/api\/now\/table\/incident\/([0-9a-f]{32})$/.exec(request.path)?.[1];
    if (id !== undefined) return record(request, id);
    return request.path === "/api/now/table/incident" ? table(request) : notFound;
  });
  const config = { instanceUrl: host.url, username, password, table: "incident", assignmentGroup: null };
  return { ...host, records, config };
}
