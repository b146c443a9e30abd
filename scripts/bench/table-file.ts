import { DatabaseSync } from "node:sqlite";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { indexNames } from "../../packages/store/src/table.ts";

export type Item = Record<string, AttributeValue>;

/** The file of a stopped dynoxide 1.2.1, as it lays out a table and its indexes of keys. */
export function openTableFile(path: string, tableName: string) {
  const database = new DatabaseSync(path);
  const intoTable = database.prepare(`INSERT INTO "${tableName}" (pk, sk, item_json, item_size) VALUES (?, ?, ?, ?)`);
  const intoIndexes = indexNames.map((index) => ({
    index,
    insert: database.prepare(
      `INSERT INTO "${tableName}::gsi::${index}" (gsi_pk, gsi_sk, table_pk, table_sk, item_json) VALUES (?, ?, ?, ?, ?)`,
    ),
  }));
  const put = (item: Item) => {
    const [pk, sk] = [keyText(item.pk), keyText(item.sk)];
    intoTable.run(pk, sk, JSON.stringify(item), sizeOf(item));
    for (const { index, insert } of intoIndexes) {
      const { [`${index}pk`]: indexPk, [`${index}sk`]: indexSk, pk: tablePk, sk: tableSk } = item;
      if (!indexPk || !indexSk || !tablePk || !tableSk) continue;
      const entry = { pk: tablePk, sk: tableSk, [`${index}pk`]: indexPk, [`${index}sk`]: indexSk };
      insert.run(keyText(indexPk), keyText(indexSk), pk, sk, JSON.stringify(entry));
    }
  };
  return {
    insert: (items: readonly Item[]) => {
      database.exec("BEGIN");
      for (const item of items) put(item);
      database.exec("COMMIT");
    },
    close: () => database.close(),
  };
}

function keyText(value: AttributeValue | undefined): string {
  return `S:${value?.S ?? ""}`;
}

/** As DynamoDB counts an item: names and values, three bytes for a list or a map and one for each of its parts. */
function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize({ S, N, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (L !== undefined) return L.reduce((sum, part) => sum + 1 + valueSize(part), 3);
  if (M !== undefined) return 3 + Object.keys(M).length + sizeOf(M);
  return 1;
}
