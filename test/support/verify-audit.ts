import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export interface AuditReport {
  subjects: number;
  entries: number;
  faults: string[];
}

/** Walks every audit chain of a stopped product's data with the product's own command (N1). */
export async function verifyAudit(dataDir: string): Promise<AuditReport> {
  const command = join(import.meta.dirname, "../../packages/local/src/verify-audit.ts");
  const run = await promisify(execFile)(process.execPath, [command, "--json"], {
    env: { ...process.env, TESSERA_DATA_DIR: dataDir },
  });
  return JSON.parse(run.stdout);
}
