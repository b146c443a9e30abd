import { AppError } from "@tessera/core/errors";
import { type Incident, type IncidentMove, incidentMoves, moveTarget } from "@tessera/core/incidents";
import { PlatformName } from "@tessera/core/settings";
import * as z from "zod";
import { describeIssues } from "../http/issues.ts";
import { text } from "../http/text.ts";
import type { Form } from "./form.ts";
import { noteLimit } from "./incident-forms.ts";

/** What leads from where an incident stands to somewhere else, or pages people once more (LC-8, D-25). */
export function movesOf({ status }: Incident): IncidentMove[] {
  return incidentMoves.filter((move) => {
    const target = moveTarget(move, status);
    return target !== undefined && (target !== status || move === "escalate");
  });
}

const id = z.string().regex(/^[\x21-\x7e]{1,128}$/);

/** What can be no id of ours is one that is not found: it never becomes part of a key. */
export function idFrom(param: string): string {
  const parsed = id.safeParse(param);
  if (parsed.success) return parsed.data;
  throw new AppError("not_found", "Incident not found");
}

export function noteOf(form: Form): string {
  // Browsers send the line ends of another age.
  return read(z.object({ text: text(noteLimit) }), { text: (form.get("text") ?? "").replaceAll("\r\n", "\n") }).text;
}

export function platformOf(form: Form): PlatformName {
  return read(z.object({ platform: PlatformName }), { platform: form.get("platform") }).platform;
}

/** Undefined where none is chosen: then the rules choose (LC-7). */
export function chosenPlatforms(form: Form): PlatformName[] | undefined {
  const platforms = form.getAll("platforms");
  return platforms.length === 0
    ? undefined
    : read(z.object({ platforms: z.array(PlatformName) }), { platforms }).platforms;
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_request", describeIssues(parsed.error));
}
