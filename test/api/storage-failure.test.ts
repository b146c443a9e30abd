import { createDynamoClient, createStore } from "@tessera/store";
import { afterAll, describe, expect, it } from "vitest";
import { createTestApp, submitBody } from "../support/api.ts";
import { freePort } from "../support/product.ts";

// Nothing listens here: a table that cannot be reached.
const client = createDynamoClient({
  endpoint: `http://127.0.0.1:${await freePort()}`,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const unreachable = createStore({ client, tableName: "tessera", signingKey: new Uint8Array(32) });
afterAll(() => client.destroy());

const patienceMs = 3_000;

describe("C4, TF-23 a table that cannot be reached", () => {
  it.each([
    ["GET", "/tickets/v1/jobs"],
    ["GET", "/tickets/v1/jobs/0198b0f0-0000-7000-8000-000000000001"],
    ["POST", "/tickets/v1/jobs"],
  ])("%s %s answers 500 storage_error within three seconds, and tells nothing of the table", async (method, path) => {
    const test = await createTestApp();
    const broken = await createTestApp({
      system: { access: unreachable.access, now: test.clock.now, log: { info() {}, warn() {}, error() {} } },
    });
    const { key } = await test.signUp();

    const startedAt = performance.now();
    const answer = await broken.call(method, path, { key, ...(method === "POST" && { body: submitBody() }) });

    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({ error: { code: "storage_error", message: "The data could not be stored or read" } });
    expect(performance.now() - startedAt).toBeLessThan(patienceMs);
  });
});
