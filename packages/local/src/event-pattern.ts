/** A rule's event pattern as EventBridge defines it: fields to lists of allowed values or matchers. */
export type EventPattern = { readonly [field: string]: unknown };

/** Whether an event has every field of the pattern with one of the values that the pattern allows there. */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    if (field === "$or") return Array.isArray(expected) && expected.some((branch) => matchesBranch(branch, event));
    const actual = valuesAt(event, field);
    if (Array.isArray(expected)) return expected.some((rule) => matchesField(rule, actual));
    return actual.some((value) => matchesBranch(expected, value));
  });
}

function matchesBranch(pattern: unknown, event: unknown): boolean {
  return isObject(pattern) && matchesPattern(pattern, event);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The values that a pattern sees under a field: an array of the event stands for each of its members. */
function valuesAt(event: unknown, field: string): unknown[] {
  if (Array.isArray(event)) return event.flatMap((member: unknown) => valuesAt(member, field));
  if (!isObject(event) || !Object.hasOwn(event, field)) return [];
  const value = event[field];
  return Array.isArray(value) ? value : [value];
}

function matchesField(rule: unknown, actual: readonly unknown[]): boolean {
  // `exists` looks at the field, everything else at its values; it sees leaves only, as EventBridge does.
  if (isObject(rule) && "exists" in rule) return actual.some((value) => !isObject(value)) === rule.exists;
  return actual.some((value) => matchesValue(rule, value));
}

function matchesValue(rule: unknown, value: unknown): boolean {
  if (!isObject(rule)) return rule === value;
  const [[name, argument] = ["", undefined]] = Object.entries(rule);
  const matcher = Object.hasOwn(matchers, name) ? matchers[name] : undefined;
  if (!matcher) throw new Error(`Unknown matcher in an event pattern: ${name}`);
  return matcher(argument, value);
}

type Matcher = (argument: unknown, value: unknown) => boolean;

const matchers: Record<string, Matcher> = {
  prefix: textMatcher((text, start) => text.startsWith(start)),
  suffix: textMatcher((text, end) => text.endsWith(end)),
  "equals-ignore-case": textMatcher((text, other) => text.toLowerCase() === other.toLowerCase()),
  wildcard: textMatcher((text, pattern) => wildcardPattern(pattern).test(text)),
  numeric: (argument, value) => typeof value === "number" && Array.isArray(argument) && inRange(argument, value),
  "anything-but": (argument, value) => {
    const unwanted = Array.isArray(argument) ? argument : [argument];
    return !isObject(value) && !unwanted.some((rule) => matchesUnwanted(rule, value));
  },
};

/** `{ "anything-but": { "prefix": ["a", "b"] } }`: a list inside the matcher means each of them. */
function matchesUnwanted(rule: unknown, value: unknown): boolean {
  if (!isObject(rule)) return rule === value;
  return Object.entries(rule).some(([name, argument]) =>
    (Array.isArray(argument) ? argument : [argument]).some((single) => matchesValue({ [name]: single }, value)),
  );
}

/** Texts only; `{ "prefix": { "equals-ignore-case": "ab" } }` compares without case. */
function textMatcher(compare: (text: string, argument: string) => boolean): Matcher {
  return (argument, value) => {
    if (typeof value !== "string") return false;
    if (typeof argument === "string") return compare(value, argument);
    const folded = isObject(argument) ? argument["equals-ignore-case"] : undefined;
    return typeof folded === "string" && compare(value.toLowerCase(), folded.toLowerCase());
  };
}

/** `*` stands for any characters, `\*` for a star. */
function wildcardPattern(pattern: string): RegExp {
  const parts = pattern.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? [];
  const source = parts.map((part) => {
    if (part === "*") return "[^]*";
    const text = part.length === 2 && part.startsWith("\\") ? part.slice(1) : part;
    return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`);
}

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 5]`: pairs that must all hold. */
function inRange(range: readonly unknown[], value: number): boolean {
  for (let index = 0; index < range.length; index += 2) {
    const compare = comparisons[String(range[index])];
    if (!compare?.(value, Number(range[index + 1]))) return false;
  }
  return range.length > 0;
}
