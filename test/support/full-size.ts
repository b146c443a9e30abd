/**
 * What `npm test` does with less, to keep within five minutes on two slow cores, CI does in full: `.ci/run` runs every
 * file that imports this once more with TESSERA_TEST_FULL=1.
 */
export function fullSize<Size>(full: Size, less: Size): Size {
  return process.env.TESSERA_TEST_FULL === "1" ? full : less;
}
