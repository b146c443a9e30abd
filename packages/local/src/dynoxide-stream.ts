import { DatabaseSync } from "node:sqlite";

/** Enough for a stream reader that was down to catch up; also keeps the sequence numbers going on. */
const keptStreamRecords = 5_000;

/** dynoxide keeps every stream record for ever; DynamoDB keeps 24 hours of them. */
export function pruneStream(dataFile: string): void {
  withDatabase(dataFile, (database) => {
    const table = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_stream_records'").get();
    if (!table) return;
    database
      .prepare("DELETE FROM _stream_records WHERE id <= (SELECT MAX(id) FROM _stream_records) - ?")
      .run(keptStreamRecords);
  });
}

/** dynoxide looks for the last sequence number on every write: without an index that reads the whole stream. */
export function indexStream(dataFile: string): void {
  withDatabase(dataFile, (database) => {
    database.exec(
      `CREATE INDEX IF NOT EXISTS tessera_stream_sequence
         ON _stream_records(table_name, CAST(sequence_number AS INTEGER))`,
    );
  });
}

function withDatabase(dataFile: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(dataFile, { timeout: 5_000 });
  try {
    work(database);
  } finally {
    database.close();
  }
}
