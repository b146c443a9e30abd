import type { Line } from "./lines.ts";

export interface FrontMatter {
  values: Record<string, string>;
  /** Index of the first line after it. */
  next: number;
}

const pair = /^([A-Za-z][\w -]{0,40}): *(.*)$/;
const maximumLines = 200;

/** A YAML block between rules, or the `Name: value` header of an RFC-like text. Only flat values are read. */
export function readFrontMatter(lines: readonly Line[]): FrontMatter {
  const first = lines.findIndex((line) => !line.blank);
  if (first < 0) return { values: {}, next: 0 };
  if (lines[first]?.text.trim() === "---") return yamlBlock(lines, first);
  return headerFields(lines, first);
}

function yamlBlock(lines: readonly Line[], first: number): FrontMatter {
  const limit = Math.min(lines.length, first + maximumLines);
  for (let index = first + 1; index < limit; index += 1) {
    const text = lines[index]?.text.trim();
    if (text === "---" || text === "...") return { values: pairs(lines.slice(first + 1, index)), next: index + 1 };
  }
  return { values: {}, next: 0 };
}

/** At least three fields one below the other, then a blank line. */
function headerFields(lines: readonly Line[], first: number): FrontMatter {
  let index = first;
  let fields = 0;
  while (index < lines.length && index < first + maximumLines && !lines[index]?.blank) {
    const line = lines[index];
    if (line?.indent === 0 && pair.test(line.text)) fields += 1;
    else if (!line || line.indent < 2) return { values: {}, next: 0 };
    index += 1;
  }
  if (fields < 3) return { values: {}, next: 0 };
  return { values: pairs(lines.slice(first, index)), next: index };
}

function pairs(lines: readonly Line[]): Record<string, string> {
  // Without a prototype, so that a field named `__proto__` is only a field.
  const values: Record<string, string> = Object.create(null);
  let name: string | null = null;
  for (const line of lines) {
    const found = line.indent === 0 ? pair.exec(line.text) : null;
    if (found?.[1]) {
      name = found[1].trim().toLowerCase();
      values[name] = unquote(found[2] ?? "");
    } else if (name !== null && line.indent > 0) {
      values[name] = `${values[name] ?? ""} ${line.text.trim()}`.trim();
    }
  }
  return { ...values };
}

function unquote(value: string): string {
  const text = value.trim().replace(/^[>|][-+]?$/, "");
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
