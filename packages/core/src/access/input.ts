import { AppError } from "../errors.ts";

/** Code points, as JSON Schema counts. */
const nameLimit = 200;

/** A name without the blanks around it. Throws `invalid_request` when nothing is left, or too much. */
export function cleanName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") throw new AppError("invalid_request", "name must not be blank", { field: "name" });
  if ([...trimmed].length > nameLimit) {
    throw new AppError("invalid_request", `name must not be longer than ${nameLimit} characters`, { field: "name" });
  }
  return trimmed;
}
