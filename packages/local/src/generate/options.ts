import { parseArgs } from "node:util";
import { StartError } from "../start-error.ts";

export interface GenerateOptions {
  file: string;
  json: boolean;
  /** Exactly this many tickets; null lets the generator choose. */
  count: number | null;
  detail: "compact" | "standard" | "detailed";
  title: string | null;
}

export const usage = `Usage: npm run generate -- <spec file> [options]

Turns a product or technical spec into tickets, without a running server.

  --json             print the tickets.result.v1 document instead of a tree
  --count <n>        exactly n tickets, epics included (1 to 50)
  --detail <level>   compact, standard (default) or detailed
  --title <text>     instead of the document's own title
  --help             show this text
`;

const details = ["compact", "standard", "detailed"] as const;

/** Reads the command line; null asks for the usage text. */
export function readGenerateOptions(args: string[]): GenerateOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new StartError("Name one spec file; --help shows how");
  return {
    file,
    json: values.json ?? false,
    count: readCount(values.count),
    detail: readDetail(values.detail),
    title: values.title ?? null,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        count: { type: "string" },
        detail: { type: "string" },
        title: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (cause) {
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split(/[.\n]/);
    throw new StartError(`${reason}; --help shows what there is`, { cause });
  }
}

function readCount(text: string | undefined): number | null {
  if (text === undefined) return null;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 50) throw new StartError("--count takes a number from 1 to 50");
  return count;
}

function readDetail(text = "standard"): GenerateOptions["detail"] {
  const detail = details.find((name) => name === text);
  if (!detail) throw new StartError(`--detail is one of ${details.join(", ")}`);
  return detail;
}
