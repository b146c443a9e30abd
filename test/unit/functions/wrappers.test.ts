import { AppError } from "@tessera/core/errors";
import type { StageContext } from "@tessera/core/jobs";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { stage } from "../../../functions/lib/stage.ts";

const Input = z.object({ jobId: z.string() });
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
// The wrapper reads nothing of the context but its log.
const context = { log } as unknown as StageContext;

function failingStage(cause: unknown) {
  return stage(
    Input,
    async () => {
      throw cause;
    },
    () => context,
  );
}

describe("P-3 a stage tells the workflow by the error's name what to do", () => {
  it.each([
    ["Retryable", new AppError("storage_error", "down"), "storage_error: down"],
    ["Retryable", new AppError("storage_error", "no table"), "storage_error: no table"],
    ["Busy", new AppError("stage_busy", "another worker"), "stage_busy: another worker"],
    ["Permanent", new AppError("model_output_invalid", "wrong"), "model_output_invalid: wrong"],
    ["Permanent", new TypeError("secret detail"), "internal_error: unexpected"],
  ])("%s for %s", async (name, cause, message) => {
    await expect(failingStage(cause)({ jobId: "1" })).rejects.toMatchObject({ name, message });
  });

  it("refuses an input that is none, for good", async () => {
    const handler = stage(
      Input,
      async () => "done",
      () => context,
    );

    await expect(handler({ job: 1 })).rejects.toMatchObject({ name: "Permanent" });
    expect(await handler({ jobId: "1" })).toBe("done");
  });
});
