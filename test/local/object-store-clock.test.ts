import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createObjectStore } from "@tessera/providers/objects";
import { expect, it, onTestFinished } from "vitest";
import { startLocal } from "../../packages/local/src/index.ts";
import { put, text } from "./support/object-world.ts";

const dayMs = 24 * 60 * 60 * 1_000;

it("PX-47 URLs of the local product run out by the product's clock, which a test may shift", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tessera-clock-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const local = await startLocal({
    env: {
      ...process.env,
      PORT: "0",
      TESSERA_DATA_DIR: folder,
      TESSERA_LOG_LEVEL: "SILENT",
      TESSERA_TIME_OFFSET_MS: String(dayMs),
    },
  });
  onTestFinished(local.stop);
  const storeAt = (shiftMs: number) =>
    createObjectStore({
      bucket: process.env.TESSERA_ATTACHMENTS_BUCKET ?? "",
      region: process.env.AWS_REGION ?? "",
      endpoint: process.env.AWS_ENDPOINT_URL_S3,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      now: () => new Date(Date.now() + shiftMs),
    });

  const byProduct = await put(await storeAt(dayMs).uploadUrl(text), "hello");
  const byMachine = await put(await storeAt(0).uploadUrl(text), "hello");

  expect(byProduct.status).toBe(200);
  expect(byMachine).toMatchObject({ status: 403, code: "AccessDenied" });
});
