import * as z from "zod";

/** A record of the Table API, as we create it. ServiceNow makes the priority of impact and urgency. */
export interface ServicenowRecord {
  short_description: string;
  description: string;
  urgency: "1" | "2" | "3";
  impact: "1" | "2" | "3";
  correlation_id: string;
  correlation_display: string;
  assignment_group?: string;
}

/** Goes into a path, so it is letters and digits. */
const Id = z.object({ sys_id: z.string().regex(/^\w{1,64}$/) });

export const CreatedRecord = z.object({ result: Id });
export const FoundRecords = z.object({ result: z.array(Id) });
export const WorkNotes = z.object({ result: z.object({ work_notes: z.string().nullish() }) });
