import type { LogLine } from "../anomaly.ts";

const errorLevel = /^(?:err|error|fatal|crit|critical|alert|emerg|emergency|severe|panic)$/i;
const quietLevel = /^(?:trace|debug|info|information|notice|ok)$/i;
const failedStatus = /^(?:error|failed|failure|fault|[a-z_]*exceeded|unavailable|internal|unknown_error|[45]\d\d)$/i;
const errorWords =
  /error|exception|fail|fatal|panic|timed?[ -]?out|timeout|refused|denied|reset by peer|unavailable|exhausted|deadlock|killed|oom|out of memory|no space|crash|unreachable|not responding|exceeded|aborted|rejected|too many|unauthori[sz]ed|forbidden|segfault|\b50[0234]\b/i;

/** Whether a line tells of a failure: by its level, its status, or its own words where it has neither. */
export function isFailure(line: LogLine): boolean {
  if (line.level && errorLevel.test(line.level)) return true;
  if (line.error) return true;
  if (line.status && failedStatus.test(line.status)) return true;
  if (line.statusCode !== null && (line.statusCode >= 500 || [401, 403, 408, 429].includes(line.statusCode)))
    return true;
  if (line.level && quietLevel.test(line.level)) return false;
  return line.message !== null && errorWords.test(line.message);
}

/** What a line says of its failure. */
export function failureText(line: LogLine): string | null {
  const said = line.error ?? line.message;
  const status = line.statusCode === null || line.statusCode < 400 ? null : `HTTP ${line.statusCode}`;
  if (said === null) return [line.operation, status].filter((words) => words).join(" answered ") || null;
  return status === null || said.includes(String(line.statusCode)) ? said : `${said} (${status})`;
}

/** The line of a text that names its error: of a Python traceback the last, of any other stack trace the first. */
export function errorLine(text: string): string | null {
  const lines = text.split(/\r?\n|\\n/).filter((line) => line.trim() !== "");
  const [first] = lines;
  if (first === undefined) return null;
  if (/^\s*Traceback \(most recent call last\)/.test(first)) return lines.findLast((line) => /^\S/.test(line)) ?? first;
  return lines.find((line) => errorWords.test(line)) ?? first;
}
