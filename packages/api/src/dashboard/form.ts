import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import { readTextBody } from "../http/json-body.ts";

const maxFormBytes = 64 * 1_024;

/** What people have entered, by the names of the fields. */
export type Form = URLSearchParams;

export async function readForm(c: Context): Promise<Form> {
  return new URLSearchParams(await readTextBody(c, ["application/x-www-form-urlencoded"], maxFormBytes));
}

/** A text field without the blanks around it, null where nothing was entered. */
export function entry(form: Form, name: string): string | null {
  return form.get(name)?.trim() || null;
}

/** Throws `invalid_request` for what is no number. */
export function numberEntry(form: Form, name: string): number {
  const text = entry(form, name) ?? "";
  if (/^\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  throw new AppError("invalid_request", `${name}: must be a number`, { field: name });
}
