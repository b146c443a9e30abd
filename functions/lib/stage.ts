import { AppError } from "@tessera/core/errors";
import type { StageContext } from "@tessera/core/jobs";
import type * as z from "zod";

/**
 * A state of the workflow. Step Functions retries by the error's name and knows nothing else of it, so the name is the
 * whole contract; the code at the head of the message is what `failJob` reads.
 */
export function stage<Context extends StageContext, Input, Output>(
  schema: z.ZodType<Input>,
  work: (context: Context, input: Input) => Promise<Output>,
  contextOf: () => Context,
): (event: unknown) => Promise<Output> {
  return async (event) => {
    const context = contextOf();
    try {
      return await work(context, schema.parse(event));
    } catch (cause) {
      const expected = cause instanceof AppError ? cause : undefined;
      if (!expected) context.log.error("a stage failed unexpectedly", { cause: String(cause) });
      const failure = new Error(`${expected?.code ?? "internal_error"}: ${expected?.message ?? "unexpected"}`, {
        cause,
      });
      failure.name = nameOf(expected);
      throw failure;
    }
  };
}

function nameOf(expected: AppError | undefined): "Busy" | "Retryable" | "Permanent" {
  if (expected?.code === "stage_busy") return "Busy";
  return expected?.retryable ? "Retryable" : "Permanent";
}
