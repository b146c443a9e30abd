import { defineConfig } from "vitest/config";

/** Seconds that one test, or the start of the product before it, may take on two slow cores. */
const patient = (name: string, seconds: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: seconds * 1_000,
    hookTimeout: 60_000,
  },
});

/** Many small files that share nothing but what they import: a process loads that once, and not for each of them. */
const together = (name: string, seconds: number) => {
  const project = patient(name, seconds);
  return { ...project, test: { ...project.test, isolate: false } };
};

/** Waits for the synthesis of the stacks, which runs beside the tests of all other projects: so it comes last. */
const infra = {
  ...patient("infra", 120),
  test: {
    ...patient("infra", 120).test,
    globalSetup: ["test/support/run-folder.ts", "test/infra/support/setup.ts"],
    sequence: { groupOrder: 1 },
  },
};

/**
 * Projects by what they need. A test file has ports and folders of its own, and where it starts the product or changes
 * the process, a process too.
 * `shared` reads ../shared and runs only in CI, where TESSERA_SHARED names it.
 */
export default defineConfig({
  test: {
    pool: "forks",
    globalSetup: ["test/support/run-folder.ts"],
    // Most of a flow test is waiting: three at a time keep two slow cores busy.
    maxWorkers: 3,
    projects: [
      together("unit", 20),
      patient("architecture", 60),
      together("store", 30),
      together("providers", 30),
      together("api", 30),
      together("contract", 60),
      patient("local", 60),
      patient("flow", 120),
      infra,
      ...(process.env.TESSERA_SHARED ? [patient("shared", 120)] : []),
    ],
  },
});
