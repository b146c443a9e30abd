import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AppDependencies } from "@tessera/api";

/**
 * Where the files of /docs and /redoc lie: beside the bundle, where the stacks copy them, and else in their packages,
 * which a bundle does not have.
 */
export function findAssets(): AppDependencies["assets"] {
  const besideBundle = fileURLToPath(new URL("assets", import.meta.url));
  if (existsSync(besideBundle)) {
    return { swaggerUi: join(besideBundle, "swagger-ui"), redoc: join(besideBundle, "redoc.standalone.js") };
  }
  return {
    swaggerUi: dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json"))),
    redoc: fileURLToPath(import.meta.resolve("redoc/bundles/redoc.standalone.js")),
  };
}
