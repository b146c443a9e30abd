import { readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

/** One cold start in a process of its own: loads a bundle, sends it two requests, and prints what each step took. */
const [bundle = "", eventsFile = ""] = process.argv.slice(2);
const [submit, ...others]: object[] = JSON.parse(readFileSync(eventsFile, "utf8"));

interface Head {
  statusCode: number;
}

const heads: Head[] = [];
const lambda = {
  streamifyResponse: <Streaming>(handler: Streaming) => handler,
  HttpResponseStream: {
    from: (stream: PassThrough, metadata: Head) => {
      heads.push(metadata);
      return stream;
    },
  },
};
Object.assign(globalThis, { awslambda: lambda });

/** Processor time, which other work on the machine does not lengthen. */
const cpuMs = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

const atStart = process.cpuUsage();
const beforeImport = performance.now();
const { handler }: { handler(event: object, ...rest: unknown[]): Promise<Head | undefined> } = await import(
  pathToFileURL(bundle).href
);
const importMs = performance.now() - beforeImport;
const importCpuMs = cpuMs(atStart);

/** A function that streams writes into the second argument; one that does not takes it for its context. */
async function call(event: object | undefined): Promise<{ status: number; tookMs: number }> {
  const startedAt = performance.now();
  const stream = new PassThrough();
  const body = buffer(stream);
  const answer = await handler(event ?? {}, stream, {});
  if (answer === undefined) await body;
  return { status: (answer ?? heads.at(-1))?.statusCode ?? 0, tookMs: performance.now() - startedAt };
}

const first = await call(submit);
const firstCpuMs = cpuMs(atStart);
const second = await call(others[0]);
const rssMb = process.memoryUsage().rss / 2 ** 20;
process.stdout.write(JSON.stringify({ importMs, importCpuMs, first, firstCpuMs, second, rssMb }));
process.exit(0);
