import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEgress } from "@tessera/providers/http";
import type { createModelGateway } from "@tessera/providers/llm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFunction, entryFile } from "../../scripts/bundling/build-function.ts";
import { bundlingOf } from "../../stacks/bundling.ts";
import { gatewayBefore, json, makeCall, startHost } from "../support/llm/model-host.ts";
import { protocols } from "../support/llm/protocols.ts";
import { root } from "./support/stack.ts";

const folder = mkdtempSync(join(tmpdir(), "tessera-models-"));
let fromBundle: typeof createModelGateway;

beforeAll(async () => {
  const handler = "packages/providers/src/llm/index.createModelGateway";
  await buildFunction({ root, handler, outdir: folder, bundling: bundlingOf(["models"]) });
  fromBundle = (await import(join(folder, entryFile))).createModelGateway;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The plugin leaves out much of the AI SDK (stacks/esbuild-plugins.mjs): what is left must do all that we ask of it. */
describe.each(protocols)("X-35 $name out of its bundle", (protocol) => {
  it("asks and answers as it does from its sources", async () => {
    const answer = json(protocol.says('{"summary":"s","tickets":[]}'));
    const sources = await gatewayBefore(protocol, answer);
    const host = await startHost(answer);
    const egress = createEgress({ allowHosts: ["127.0.0.1"] });
    const bundled = fromBundle({ egress, providers: protocol.settings(host.url), timeoutMs: 5_000 });

    const expected = await sources.models.call(makeCall(protocol.choice));
    const reply = await bundled.call(makeCall(protocol.choice));

    expect(reply).toEqual(expected);
    expect(host.received.map(({ body, path }) => ({ body, path }))).toEqual(
      sources.received.map(({ body, path }) => ({ body, path })),
    );
  });
});
