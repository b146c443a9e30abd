import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CreateTableCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { tableDefinition } from "@tessera/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDynoxide } from "../../packages/local/src/dynoxide.ts";
import { testClient } from "../support/dynamo.ts";
import { waitFor } from "../support/wait.ts";

const TableName = "tessera";
let folder: string;
let dataFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tessera-dynoxide-"));
  dataFile = join(folder, "table.sqlite");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function withDatabase<Result>(work: (database: DatabaseSync) => Result): Promise<Result> {
  const database = new DatabaseSync(dataFile, { timeout: 5_000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const sequences = () =>
  withDatabase((database) =>
    database.prepare("SELECT CAST(sequence_number AS INTEGER) AS number FROM _stream_records ORDER BY id").all(),
  );

/** Starts the engine, writes one row, and leaves the engine as `end` does. */
async function writeRow(pk: string, end: "stop" | "kill"): Promise<void> {
  const engine = await startDynoxide({ dataFile });
  const client = testClient(engine.endpoint);
  await client.send(new CreateTableCommand(tableDefinition(TableName))).catch(() => "is there already");
  await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: "ROW" } } }));
  client.destroy();
  if (end === "kill") process.kill(engine.pid(), "SIGKILL");
  await engine.stop();
}

describe("X-50 A17 the local table", () => {
  it("keeps its rows when it is killed", async () => {
    await writeRow("kept", "kill");

    const engine = await startDynoxide({ dataFile });
    const client = testClient(engine.endpoint);
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: "kept" }, sk: { S: "ROW" } } }));
    client.destroy();
    await engine.stop();

    expect(Item?.pk?.S).toBe("kept");
  });

  it("stops when it is told to, and has an index for its stream", async () => {
    const engine = await startDynoxide({ dataFile });

    const pid = engine.pid();
    await engine.stop();

    expect(isAlive(pid)).toBe(false);
    const index = await withDatabase((database) =>
      database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'tessera_stream_sequence'").get(),
    );
    expect(index).toBeDefined();
  });

  it("forgets old stream records at a start, and goes on counting after the newest", async () => {
    await writeRow("first", "stop");
    await withDatabase((database) =>
      database.exec(
        `WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 6000)
         INSERT INTO _stream_records(table_name, event_name, keys_json, sequence_number, shard_id, created_at)
         SELECT table_name, event_name, keys_json, CAST(sequence_number AS INTEGER) + n, shard_id, created_at
         FROM _stream_records, more`,
      ),
    );
    const before = await sequences();

    await writeRow("second", "stop");

    const after = await sequences();
    expect(before).toHaveLength(6_001);
    expect(after).toHaveLength(5_001);
    expect(Number(after.at(-1)?.number)).toBeGreaterThan(Number(before.at(-1)?.number));
  });

  it("is started again when it dies, on the same port and with its rows", async () => {
    const engine = await startDynoxide({ dataFile });
    const client = testClient(engine.endpoint);
    await client.send(new CreateTableCommand(tableDefinition(TableName)));
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: "kept" }, sk: { S: "ROW" } } }));
    const killed = engine.pid();

    process.kill(killed, "SIGKILL");
    const key = { pk: { S: "kept" }, sk: { S: "ROW" } };
    const read = () => client.send(new GetItemCommand({ TableName, Key: key })).catch(() => undefined);
    await waitFor(async () => (await read())?.Item?.pk?.S === "kept", { what: "the row from the new engine" });

    expect(engine.pid()).not.toBe(killed);
    client.destroy();
    await engine.stop();
    expect(isAlive(engine.pid())).toBe(false);
  });

  it("dies with its parent, also when that is killed", async () => {
    const source = new URL("../../packages/local/src/dynoxide.ts", import.meta.url).href;
    const script = `import { startDynoxide } from ${JSON.stringify(source)};
      console.log((await startDynoxide({ dataFile: ${JSON.stringify(dataFile)} })).pid());
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    const pid = Number(String(line));
    const wasAlive = isAlive(pid);

    parent.kill("SIGKILL");

    expect(wasAlive).toBe(true);
    await waitFor(() => !isAlive(pid), { what: "the end of the engine" });
  });
});
