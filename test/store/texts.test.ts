import { randomBytes } from "node:crypto";
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeMove } from "../support/builders.ts";
import { standBetween } from "./faults.ts";
import { acceptedJob, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function rawItems(jobId: string) {
  const { Items = [] } = await world.dynamo.client.send(
    new QueryCommand({
      TableName: world.dynamo.tableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :text)",
      ExpressionAttributeValues: { ":pk": { S: `JOB#${jobId}` }, ":text": { S: "TEXT#" } },
    }),
  );
  return Items;
}

/** Text of exactly so many bytes in UTF-8. */
const texts = {
  ascii: (bytes: number) => "The exporter writes one line for each order.\n".repeat(bytes / 45 + 1).slice(0, bytes),
  emoji: (bytes: number) =>
    `${"x".repeat(bytes % 4)}${"🧾🚚📦".repeat(bytes / 12 + 1)}`.slice(0, (bytes % 4) + Math.floor(bytes / 4) * 2),
  incompressible: (bytes: number) => randomBytes(bytes).toString("base64").slice(0, bytes),
};
const kb = 1_024;
const sizes = [399 * kb, 401 * kb, 1_024 * kb];
const cases = Object.entries(texts).flatMap(([kind, make]) => sizes.map((bytes) => [kind, bytes, make] as const));

describe("C6 texts beyond the size of an item", () => {
  it.each(cases)("gives back %s of %i bytes exactly", async (_kind, bytes, make) => {
    const spec = make(bytes);

    const job = await acceptedJob(world, { spec });

    expect(Buffer.byteLength(spec)).toBe(bytes);
    expect((await world.jobs.readText(job.id, "spec")) === spec).toBe(true);
  });

  it.each(["", "a", "Größe: 10 µm \u0000 e\u0301 ≠ é \u{1F9FE}"])("gives back %j exactly", async (spec) => {
    const job = await acceptedJob(world, { spec });

    expect(await world.jobs.readText(job.id, "spec")).toBe(spec);
  });

  it("stores a compressible text small, and lets the table drop it with the job", async () => {
    const job = await acceptedJob(world, { spec: texts.ascii(200 * kb) });

    const [item, ...others] = await rawItems(job.id);

    expect(others).toHaveLength(0);
    expect(item?.bytes?.B?.length).toBeLessThan(20 * kb);
    expect(Number(item?.ttl?.N)).toBe(Date.parse(job.purgeAt) / 1_000);
  });
});

describe("texts that are written again", () => {
  it("shows the newer one, also when it is shorter by whole chunks", async () => {
    const long = texts.incompressible(900 * kb);
    const first = makeMove(await acceptedJob(world, { spec: "spec" }), { drafts: 1 });
    const saved = await world.jobs.progress({ ...first, texts: { draft: long } });
    const second = makeMove(saved, { drafts: 2 });

    await world.jobs.progress({ ...second, texts: { draft: "short" } });

    expect(await world.jobs.readText(saved.id, "draft")).toBe("short");
  });

  it("reads again when a text was replaced between two of its chunks", async () => {
    const first = makeMove(await acceptedJob(world, { spec: "spec" }), { drafts: 1 });
    const long = texts.incompressible(900 * kb);
    const job = await world.jobs.progress({ ...first, texts: { draft: long } });
    const newer = texts.incompressible(900 * kb);
    let firstChunks = 0;
    const slowReader = world.another((client) =>
      standBetween(client, "GetItemCommand", async (input, send) => {
        const answer = await send(input);
        firstChunks += 1;
        if (firstChunks === 1) await world.jobs.progress({ ...makeMove(job, { drafts: 2 }), texts: { draft: newer } });
        return answer;
      }),
    );

    const text = await slowReader.jobs.readText(job.id, "draft");

    expect(text === newer).toBe(true);
    expect(firstChunks).toBe(2);
  });

  it("leaves nothing of a job's texts behind, and the job itself alone", async () => {
    const job = await acceptedJob(world, { spec: texts.incompressible(700 * kb) });

    await world.jobs.deleteTexts(job.id);
    await world.jobs.deleteTexts(job.id);

    expect(await rawItems(job.id)).toEqual([]);
    expect(await world.jobs.readText(job.id, "spec")).toBeUndefined();
    expect(await world.jobs.load(job.id)).toEqual(job);
  });
});
