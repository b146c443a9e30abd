import { parseArgs } from "node:util";
import type { GenerationOptions } from "@tessera/core/generation";
import { outputDetails } from "@tessera/core/generation";

export interface EvalOptions {
  paths: string[];
  provider: string;
  model: string | null;
  /** One for each `--max`. */
  runs: GenerationOptions[];
  /** Where the report is written; null prints the table only. */
  out: string | null;
  /** Whether the tickets are printed too, for people to read. */
  print: boolean;
}

export const usage = `Usage: npm run eval -- <folder or files> [options]

Runs the generator over specs and measures what comes out.

  --provider <name>   offline (default, whatever LLM_PROVIDER says), or a provider with a key in the environment
  --model <name>      instead of the provider's default
  --count <n>         exactly n tickets, epics included
  --max <n,...>       at most n tickets (default 12); several numbers make several runs
  --detail <level>    compact, standard (default) or detailed
  --out <file.md>     write the report there
  --print             print the tickets as well
  --help              show this text
`;

/** Reads the command line; null asks for the usage text. */
export function readEvalOptions(args: string[]): EvalOptions | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      provider: { type: "string", default: "offline" },
      model: { type: "string" },
      count: { type: "string" },
      max: { type: "string", default: "12" },
      detail: { type: "string", default: "standard" },
      out: { type: "string" },
      print: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return null;
  if (positionals.length === 0) throw new Error("Name a folder of specs, or files; --help shows how");
  const count = values.count === undefined ? null : readNumber("--count", values.count);
  return {
    paths: positionals,
    provider: values.provider,
    model: values.model ?? null,
    runs: values.max.split(",").map((max) => ({
      ticketCount: count,
      maxTicketCount: Math.max(count ?? 0, readNumber("--max", max)),
      includeEpics: true,
      dependencyMode: "explicit",
      outputDetail: readDetail(values.detail),
    })),
    out: values.out ?? null,
    print: values.print,
  };
}

function readNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 50) throw new Error(`${name} takes a number from 1 to 50`);
  return number;
}

function readDetail(text: string): GenerationOptions["outputDetail"] {
  const detail = outputDetails.find((name) => name === text);
  if (!detail) throw new Error(`--detail is one of ${outputDetails.join(", ")}`);
  return detail;
}
