import { parseArgs } from "node:util";
import { createAuditReader, createDynamoClient, createStore } from "@tessera/store";
import { localAwsAccount } from "./aws-account.ts";
import { createClosers } from "./closers.ts";
import { readLocalConfig } from "./config.ts";
import { openDataDir } from "./data-dir.ts";
import { startDatabase } from "./database.ts";
import { StartError } from "./start-error.ts";

interface AuditReport {
  subjects: number;
  entries: number;
  /** One line for each chain that is not whole. */
  faults: string[];
}

/** `npm run audit:verify`: walks every audit chain of a stopped product's data (X-31, N1). Exit code 1: a fault. */
const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const closers = createClosers();
try {
  const report = await verifyAudit();
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : textOf(report));
  process.exitCode = report.faults.length > 0 ? 1 : 0;
} catch (cause) {
  process.stderr.write(`audit:verify: ${cause instanceof StartError ? cause.message : String(cause)}\n`);
  process.exitCode = 2;
} finally {
  await closers.closeAll();
}

async function verifyAudit(): Promise<AuditReport> {
  const config = readLocalConfig(process.env);
  const dataDir = openDataDir(config.TESSERA_DATA_DIR);
  closers.add(dataDir.release);
  const database = await startDatabase(config, dataDir);
  closers.add(database.stop);
  const client = createDynamoClient({ endpoint: database.endpoint, ...localAwsAccount });
  closers.add(() => client.destroy());

  // The signing key is for cursors, and nothing here hands out a cursor.
  const { open } = createStore({ client, tableName: config.TESSERA_TABLE, signingKey: new Uint8Array(32) });
  const audit = createAuditReader(open);
  const report: AuditReport = { subjects: 0, entries: 0, faults: [] };
  for await (const subject of audit.subjects()) {
    const { entries, fault } = await audit.verify(subject);
    report.subjects += 1;
    report.entries += entries;
    if (fault !== null) report.faults.push(`${subject.type} ${subject.id}: ${fault}`);
  }
  return report;
}

function textOf({ subjects, entries, faults }: AuditReport): string {
  const verdict = faults.length === 0 ? "every chain is whole" : `${faults.length} broken:\n${faults.join("\n")}`;
  return `${entries} audit entries of ${subjects} subjects: ${verdict}\n`;
}
