import type { WorkItem } from "../finding/index.ts";

const spike =
  /^(?:investigate|evaluate|explore|research|prototype|experiment\w*|assess|compare|analy[sz]e|study|confirm|decide|determine|find out|spike|select|choose|prove|benchmark)\b/i;
const bug = /^(?:fix|correct|repair|resolve)\b|\b(?:bug|defect|regression)\b(?! report)/i;

/** A story where somebody wants it, a spike where the answer is not known yet, a bug where something is broken. */
export function ticketType(item: WorkItem): "story" | "task" | "bug" | "spike" {
  if (item.origin === "story") return "story";
  if (spike.test(item.title)) return "spike";
  return bug.test(item.title) ? "bug" : "task";
}
