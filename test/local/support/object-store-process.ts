import { createLocalLog } from "../../../packages/local/src/log.ts";
import { startObjectStore } from "../../../packages/local/src/object-store.ts";

/** The object store as a process of its own, to be measured and killed: prints where it listens. */
const server = await startObjectStore({
  bucket: "files",
  folder: process.argv[2] ?? "",
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  now: () => new Date(),
  log: createLocalLog(() => {}),
});
process.stdout.write(`${server.endpoint}\n`);
