const hidden = "[redacted]";

/** Forms of credentials as they come into logs. Bounded repeats: a log line may be long and hostile (K2). */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,4000}?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, hidden],
  [
    /\b(authorization["']?\s{0,3}[:=]\s{0,3}["']?)(?:(?:bearer|basic|token|geniekey)\s{1,3})?[^\s"',;]{1,4000}/gi,
    `$1${hidden}`,
  ],
  [/\b(bearer|basic|geniekey)\s{1,3}[\w.~+/=-]{8,4000}/gi, `$1 ${hidden}`],
  [/(:\/\/[^\s:/@]{0,200}:)[^\s/@]{1,500}@/g, `$1${hidden}@`],
  // A value after a colon may be a sentence ("token: expired"), unless it looks like none.
  [
    /((?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|routing[_-]?key|credential|session[_-]?id|cookie)["']?\s{0,3}(?:=\s{0,3}["']?|:\s{0,3}["']?(?=[^\s"',;&]{0,200}\d)|["']?:\s{0,3}["']))[^\s"',;&]{1,4000}/gi,
    `$1${hidden}`,
  ],
  [/\beyJ[\w-]{8,4000}\.[\w-]{4,4000}(?:\.[\w-]{0,4000})?/g, hidden],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, hidden],
  [/\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[\w-]{16,400}/g, hidden],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|lc_proj_|AIza)[\w-]{10,400}/g, hidden],
];

/** Text of logs without what looks like a credential: it goes to vendors, chat rooms and tickets from here (L2). */
export function redact(text: string): string {
  return secrets.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}
