import type { Principal } from "./principal.ts";

/** One JSON line for each call; secrets never belong in `fields`. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/**
 * What every verb may know. A domain adds its ports to this in its own `ports.ts`.
 * Time and ids come from here, so tests drive both.
 */
export interface BaseContext {
  principal: Principal;
  /** Ties a request, its job, its audit entries and its events together. */
  correlationId: string;
  now(): Date;
  /** A new UUID v7: unique, and sortable by creation time. */
  newId(): string;
  log: Log;
}
