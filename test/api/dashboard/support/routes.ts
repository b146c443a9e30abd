import type { TestApp } from "../../../support/api.ts";

/** Paths that a form may be posted to, as the product serves them. */
export function formRoutes(test: TestApp): string[] {
  const posted = test.app.routes.filter(({ method, path }) => method === "POST" && path.startsWith("/dashboard"));
  return [...new Set(posted.map(({ path }) => path))];
}

export function isServed(routes: readonly string[], action: string): boolean {
  return routes.some((route) => new RegExp(`^${route.replaceAll(/:\w+/g, "[^/]+")}$`).test(action));
}
