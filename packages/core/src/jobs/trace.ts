import * as z from "zod";
import { Change, Coverage } from "../generation/index.ts";

/** What is known of a result beside itself: what of the spec it covers, and what repair changed on the way to it. */
export const JobTrace = z.object({ coverage: Coverage, changes: z.array(Change) });
export type JobTrace = z.infer<typeof JobTrace>;
