import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startDynamo, type TestDynamo } from "../support/dynamo.ts";
import { root } from "./support/stack.ts";

let table: TestDynamo;
beforeAll(async () => {
  table = await startDynamo();
});
afterAll(() => table.stop());

async function firstKey(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, "scripts/first-key.ts")], {
    env: {
      TESSERA_TABLE: table.tableName,
      TESSERA_SECRET_KEY: Buffer.alloc(32, 7).toString("base64"),
      TESSERA_LOG_LEVEL: "SILENT",
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    },
  });
  return stdout.trim();
}

it("prints the first key of a deployed table once", async () => {
  const printed = await firstKey();
  const again = await firstKey();

  expect(printed).toMatch(/^tsk_[\w-]{20,}/);
  expect(again).toContain("already");
});
