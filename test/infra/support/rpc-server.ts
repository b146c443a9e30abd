import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as z from "zod";
import { buildFunction } from "../../../scripts/bundling/build-function.ts";
import type { Build } from "./stack.ts";

const Request = z.object({ method: z.string(), params: z.array(z.unknown()) });
const BuildInput = z.object({
  functionID: z.string(),
  handler: z.string(),
  properties: z.object({
    minify: z.boolean(),
    splitting: z.boolean(),
    plugins: z.string(),
    esbuild: z.object({ external: z.array(z.string()), keepNames: z.boolean() }),
  }),
});

/** What the `sst` binary answers to its components: where assets go, and the bundle of each function. */
export async function startRpcServer(options: { root: string; outDir: string; builds: Build[] }) {
  const methods: Record<string, (input: unknown) => Promise<object>> = {
    "Provider.Aws.Bootstrap": async () => ({ asset: "sst-asset-mock", state: "sst-state-mock", version: 1 }),
    "Runtime.Build": (input) => bundle(options, BuildInput.parse(input)),
  };
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, params } = Request.parse(JSON.parse(Buffer.concat(chunks).toString()));
    const answer = methods[method];
    const result = answer
      ? await answer(params[0]).then(
          (value) => ({ result: value }),
          (cause: unknown) => ({ error: String(cause) }),
        )
      : { error: `rpc: can't find method ${method}` };
    response.end(JSON.stringify(result));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Functions that share file and options share their bundle: two stages and five stages of a workflow cost no more. */
const bundles = new Map<string, ReturnType<typeof buildFunction>>();

async function bundle(
  { root, outDir, builds }: { root: string; outDir: string; builds: Build[] },
  { functionID, handler, properties }: z.infer<typeof BuildInput>,
) {
  const out = join(outDir, functionID);
  const key = JSON.stringify([handler, properties, out]);
  const building = bundles.get(key) ?? buildFunction({ root, handler, outdir: out, bundling: properties });
  bundles.set(key, building);
  const built = await building;
  builds.push({ functionId: functionID, handler, ...built });
  return { handler: `bundle.${handler.split(".").at(-1)}`, out, errors: built.errors, sourcemaps: [] };
}
