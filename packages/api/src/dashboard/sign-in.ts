import { authorizeIncidents } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import type { AppDependencies } from "../http/dependencies.ts";
import { statusByKind } from "../http/dialect.ts";
import { refuseOtherSites } from "../http/same-site.ts";
import { signInByKey } from "../http/sign-in.ts";
import type { Surface } from "../http/surface.ts";
import { entry, readForm } from "./form.ts";
import { seeOther } from "./page.ts";
import { closeSession, openSession } from "./session.ts";
import { pageBehind, showSignIn, signInPath } from "./sign-in-page.ts";

export function serveSignIn({ app }: Surface, dependencies: AppDependencies): void {
  app.get(signInPath, (c) => showSignIn(c, { next: pageBehind(c.req.query("next")) }));

  app.post(signInPath, async (c) => {
    refuseOtherSites(c);
    const form = await readForm(c);
    const next = pageBehind(form.get("next"));
    const key = entry(form, "key") ?? "";
    const refused = await refusalOfKey(async () => {
      authorizeIncidents({ principal: await signInByKey(dependencies, c, key) }, "read");
    });
    if (refused) return showSignIn(c, { next, fault: refused.message }, statusByKind[refused.kind]);
    openSession(dependencies, c, key);
    return seeOther(c, next);
  });

  app.post("/dashboard/sign-out", (c) => {
    refuseOtherSites(c);
    closeSession(c);
    return seeOther(c, signInPath);
  });
}

const shown: ReadonlySet<AppError["kind"]> = new Set(["unauthenticated", "forbidden", "rate_limit"]);

/** What speaks against a key, for whoever has entered it. */
async function refusalOfKey(check: () => Promise<void>): Promise<AppError | undefined> {
  try {
    await check();
    return undefined;
  } catch (cause) {
    if (cause instanceof AppError && shown.has(cause.kind)) return cause;
    throw cause;
  }
}
