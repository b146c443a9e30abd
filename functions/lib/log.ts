import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "@tessera/core/context";

/** One JSON line for each message; `correlationId` ties the lines of a request or a job together (P-8). */
export function createLog(level: "DEBUG" | "INFO" | "WARN" | "ERROR" | "SILENT"): (correlationId: string) => Log {
  const logger = new Logger({ serviceName: "tessera", logLevel: level });
  return (correlationId) => ({
    info: (message, fields = {}) => logger.info(message, { correlationId, ...fields }),
    warn: (message, fields = {}) => logger.warn(message, { correlationId, ...fields }),
    error: (message, fields = {}) => logger.error(message, { correlationId, ...fields }),
  });
}
