/** One JSON line each, like the lines of the functions; people read it rarely. */
export interface LocalLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

export function createLocalLog(write: (line: string) => void): LocalLog {
  const log =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      write(
        `${JSON.stringify({ level, message, timestamp: new Date().toISOString(), service: "local", ...fields })}\n`,
      );
  return { info: log("INFO"), warn: log("WARN") };
}
