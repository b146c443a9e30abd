import { randomUUID } from "node:crypto";
import { type DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";

interface Fault {
  command: string;
  /** How many calls of the command are hit; all when absent. */
  times?: number;
}

/** Counts the calls of one command, and tells for each whether the fault hits it. */
function hits({ command, times = Number.POSITIVE_INFINITY }: Fault) {
  let count = 0;
  return (name: string | undefined): boolean => {
    if (name !== command || count >= times) return false;
    count += 1;
    return true;
  };
}

/** The table writes, the answer is lost, and the SDK sends the same call again (C2). */
export function loseAnswers(client: DynamoDBClient, fault: Fault): void {
  const isHit = hits(fault);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (!isHit(context.commandName)) return answer;
      throw Object.assign(new Error("the connection was reset"), { name: "TimeoutError" });
    },
    { step: "finalizeRequest", priority: "low", name: "loseAnswers" },
  );
}

/** As a repeat that comes after the ten minutes in which the table knows a transaction's token. */
export function repeatWithoutToken(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== "TransactWriteItemsCommand") return next(args);
      await next(args);
      return next({ ...args, input: { ...args.input, ClientRequestToken: randomUUID() } });
    },
    { step: "initialize", name: "repeatWithoutToken" },
  );
}

/** Cancels transactions before they reach the table. dynoxide itself never reports a conflict. */
export function cancelTransactions(client: DynamoDBClient, fault: { codes: string[]; times?: number }) {
  const isHit = hits({ command: "TransactWriteItemsCommand", ...(fault.times && { times: fault.times }) });
  const tokens: unknown[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName === "TransactWriteItemsCommand") {
        tokens.push("ClientRequestToken" in args.input ? args.input.ClientRequestToken : undefined);
      }
      if (!isHit(context.commandName)) return next(args);
      throw new TransactionCanceledException({
        message: "cancelled",
        $metadata: {},
        CancellationReasons: fault.codes.map((Code) => ({ Code })),
      });
    },
    { step: "initialize", name: "cancelTransactions" },
  );
  return { tokens };
}

type Fields = Record<string, unknown>;

/** Puts a test between the store and the table, for one command: it sends what it likes and answers what it likes. */
export function standBetween(
  client: DynamoDBClient,
  command: string,
  answer: (input: Fields, send: (input: Fields) => Promise<Fields>) => Promise<Fields>,
): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== command) return next(args);
      const send = async (input: Fields): Promise<Fields> => {
        // Fields of this very command: tests change values, not names.
        const { output } = await next({ ...args, input: input as unknown as typeof args.input });
        return { ...output };
      };
      const output = await answer({ ...args.input }, send);
      return { response: {}, output: output as unknown as Awaited<ReturnType<typeof next>>["output"] };
    },
    { step: "initialize", name: "standBetween" },
  );
}
