import type { Resource, Stack } from "./stack.ts";

/**
 * Everything that AWS would be asked for, as text for people: sorted, with policies and definitions unfolded. What only
 * says which code was bundled is left out, so that the text changes when the infrastructure does.
 */
export function renderStack({ resources }: Stack): string {
  const shown = resources.filter(
    ({ type }) => type.startsWith("aws:") && type !== "aws:s3/bucketObjectv2:BucketObjectv2",
  );
  return `${shown.map(renderResource).join("\n\n")}\n`;
}

function renderResource({ type, name, inputs }: Resource): string {
  return `# ${type} ${name}\n${JSON.stringify(unfold(inputs), null, 1)}`;
}

function unfold(value: unknown): unknown {
  if (typeof value === "string") return unfoldText(value);
  if (Array.isArray(value)) return value.map(unfold);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([key]) => key !== "s3Key");
  return Object.fromEntries(fields.map(([key, inner]) => [key, unfold(inner)]));
}

function unfoldText(text: string): unknown {
  if (!text.startsWith("{")) return text;
  try {
    return unfold(JSON.parse(text));
  } catch {
    return text;
  }
}
