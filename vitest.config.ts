import { defineConfig } from "vitest/config";

/** Projects by what they need; each test file is its own process, with ports and folders of its own. */
export default defineConfig({
  test: {
    pool: "forks",
    projects: [
      { extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"] } },
      {
        extends: true,
        test: { name: "architecture", include: ["test/architecture/**/*.test.ts"], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: "store", include: ["test/store/**/*.test.ts"], testTimeout: 30_000, hookTimeout: 30_000 },
      },
      { extends: true, test: { name: "providers", include: ["test/providers/**/*.test.ts"], testTimeout: 30_000 } },
      {
        extends: true,
        test: { name: "api", include: ["test/api/**/*.test.ts"], testTimeout: 30_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: "contract", include: ["test/contract/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: "local", include: ["test/local/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: "flow", include: ["test/flow/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 60_000 },
      },
    ],
  },
});
