import type { Fault } from "./plant.ts";

/** What a function carries, and what of it a cold start loads. */
export const bundleFaults: readonly Fault[] = [
  {
    name: "a bundle that is too heavy",
    check: "every bundle is within its limit",
    plant: ({ builds }) => {
      for (const build of builds) if (build.functionId === "StartJob") build.bytes = 1_000_000;
    },
  },
  {
    name: "a bundle of which a cold start loads too much",
    check: "every bundle is within its limit",
    plant: ({ builds }) => {
      for (const build of builds) if (build.functionId === "Api") build.loadedBytes = 800_000;
    },
  },
  {
    name: "a cold start with all that is loaded later",
    check: "no cold start loads what few requests need",
    plant: ({ builds }) => {
      builds[0]?.loadedPackages.push("temporal-polyfill");
    },
  },
  {
    name: "a bundle with files of code that was dropped",
    check: "every file of a bundle is loaded by another",
    plant: ({ builds }) => {
      builds[0]?.deadFiles.push("packages/api/src/support/markdown.ts");
    },
  },
  {
    name: "a bundle that leaves out what it loads at once",
    check: "a bundle leaves out only what is loaded lazily",
    plant: ({ builds }) => {
      builds[0]?.externals.push({ path: "zod", lazy: false });
    },
  },
  {
    name: "an API without a part of it",
    check: "the API leaves out nothing of ours",
    plant: ({ builds }) => {
      for (const build of builds) build.externals.push({ path: "../packages/api/src/support/markdown.ts", lazy: true });
    },
  },
];
