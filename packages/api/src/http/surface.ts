import { OpenAPIHono } from "@hono/zod-openapi";
import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import { ownsPath } from "../surface-paths.ts";
import { answerError, answerUnrouted } from "./answer-error.ts";
import type { Dialect } from "./dialect.ts";
import type { AppEnv } from "./env.ts";
import { describeIssues } from "./issues.ts";

export interface Surface {
  app: OpenAPIHono<AppEnv>;
  owns(path: string): boolean;
  /** The 404 or 405 of a path that this surface owns. */
  unrouted(c: Context<AppEnv>): Response | Promise<Response>;
}

/**
 * A part of the API that speaks one dialect. It owns path prefixes and never touches any other path: all surfaces
 * share one root, so nothing here may be registered for "*" (ARCHITECTURE, traps).
 */
export function createSurface(options: { owns: readonly string[]; dialect: Dialect }): Surface {
  const { dialect } = options;
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      throw new AppError("invalid_request", describeIssues(result.error));
    },
  });
  app.onError((cause, c) => answerError(c, dialect, cause));

  return {
    app,
    owns: (path) => ownsPath(options.owns, path),
    unrouted: (c) => answerUnrouted(c, dialect, allowedMethods(app, c.req.path)),
  };
}

/** The methods that this path answers to: a surface has no middleware of its own, so each of its routes counts. */
function allowedMethods(app: OpenAPIHono<AppEnv>, path: string): string[] {
  const methods = new Set<string>();
  for (const route of app.routes) {
    if (!matches(route.path, path)) continue;
    methods.add(route.method);
    if (route.method === "GET") methods.add("HEAD");
  }
  return methods.size === 0 ? [] : [...methods, "OPTIONS"].sort();
}

function matches(pattern: string, path: string): boolean {
  const [expected, given] = [pattern.split("/"), path.split("/")];
  return (
    expected.length === given.length &&
    expected.every((part, index) => (part.startsWith(":") ? given[index] !== "" : part === given[index]))
  );
}
