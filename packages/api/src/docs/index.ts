import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "hono";
import type { AppDependencies } from "../http/dependencies.ts";
import { type Dialect, statusByKind } from "../http/dialect.ts";
import { type OpenApiDocument, serveDocument } from "../http/openapi.ts";
import { createSurface, type Surface } from "../http/surface.ts";
import { pagePolicy, redocPage, swaggerInitializer, swaggerPage } from "./pages.ts";
import { serveStatus } from "./status.ts";

/** The form of the root, which knows nobody. */
const rootDialect: Dialect = {
  challenge: null,
  answer(error) {
    const status = statusByKind[error.kind];
    return { status, body: { detail: status >= 500 ? "Internal Server Error" : error.message } };
  },
};

/** The only files of swagger-ui-dist that the page needs; nothing else of the folder can be asked for. */
const swaggerFiles = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

/** The root, the document of all surfaces, and the pages that show it, without any foreign host. */
export function createDocs(
  dependencies: AppDependencies,
  describeProduct: () => OpenApiDocument | Promise<OpenApiDocument>,
): Surface {
  const surface = createSurface({ owns: [""], dialect: rootDialect });
  const { app } = surface;
  const { swaggerUi, redoc } = dependencies.assets;
  serveStatus(surface, dependencies);

  serveDocument(app, "/openapi.json", describeProduct);
  app.get("/docs", (c) => showPage(c, swaggerPage));
  app.get("/docs/initializer.js", (c) => c.body(swaggerInitializer, 200, { "Content-Type": "text/javascript" }));
  for (const [name, type] of Object.entries(swaggerFiles)) {
    app.get(`/docs/${name}`, (c) => sendFile(c, join(swaggerUi, name), type));
  }
  app.get("/redoc", (c) => showPage(c, redocPage));
  app.get("/redoc/redoc.standalone.js", (c) => sendRedoc(c, redoc));
  return surface;
}

function showPage(c: Context, html: string) {
  c.header("Content-Security-Policy", pagePolicy);
  return c.html(html);
}

/** Redoc's bundle asks its maker's host for a logo; nothing on our pages comes from elsewhere (AU-4). */
async function sendRedoc(c: Context, file: string): Promise<Response> {
  const script = await readFile(file, "utf8");
  return c.body(script.replaceAll(/https:\/\/cdn\.redoc\.ly\/[\w./-]*/g, "data:,"), 200, {
    "Content-Type": "text/javascript; charset=utf-8",
    "Cache-Control": "public, max-age=3600",
  });
}

async function sendFile(c: Context, file: string, type: string): Promise<Response> {
  const content = await readFile(file);
  return c.body(content, 200, { "Content-Type": type, "Cache-Control": "public, max-age=3600" });
}
