import { createLeakFinder, createSeal, faultOfEnd, findObjects, tidyLine } from "../../generation/index.ts";
import type { ModelReply } from "../../models/index.ts";
import { rcaInstructions } from "./prompt.ts";
import { Rca } from "./rca.ts";
import { redact } from "./redact.ts";

/** No analysis is this long, and little enough to look at in a moment. */
const answerLimit = 50_000;

/** Any mark will do to know the rules by: what stands around it does not change. */
const leaks = createLeakFinder([rcaInstructions(createSeal(`spec-${"0".repeat(24)}`))]);

/**
 * The analysis in an answer, or null where there is none to trust (LC-28, D10): cut off, refused, not of the schema, or
 * with our own rules in it (L3). Whatever else it says, of severities, routes or tools, is not read.
 */
export function readAnalysis({ text, finishReason }: Pick<ModelReply, "text" | "finishReason">): Rca | null {
  if (faultOfEnd(finishReason) || text.length > answerLimit) return null;
  const search = findObjects(text);
  if (search.kind !== "found") return null;
  const found = search.objects.flatMap((object) => read(object) ?? []);
  const [only] = found;
  // Of two different analyses nobody knows which is meant.
  if (only === undefined || found.length > 1) return null;
  return leaks(Object.values(only).flat().join("\n")) ? null : only;
}

function read(object: unknown): Rca | undefined {
  const { data } = Analysis.safeParse(object);
  if (!data) return undefined;
  return Rca.safeParse({
    title: plain(data.title),
    rootCause: plain(data.rootCause),
    impact: plain(data.impact),
    reproduceSteps: data.reproduceSteps.map(plain).filter((step) => step !== ""),
    suggestedFix: plain(data.suggestedFix),
    source: "llm",
  }).data;
}

const Analysis = Rca.omit({ source: true });

/**
 * Lines without invisible characters, credentials, and links that could be followed: a link in a log would lead whoever
 * is called at night to where the log's author wants (L1).
 */
function plain(text: string): string {
  return tidyLine(
    redact(text)
      .replace(/\p{Cf}/gu, "")
      .replace(/!?\[([^[\]]{0,500})\]\([^()]{0,2000}\)/g, "$1")
      .replace(/\b[a-z][a-z0-9+.-]{1,20}:\/\//gi, "")
      .replace(/\b(?:javascript|data|vbscript):/gi, ""),
  );
}
