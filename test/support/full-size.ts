/**
 * What `npm test` does with less, to keep within five minutes on two slow cores, CI does in full: `.ci/run` runs every
 * file that imports this once more with TESSERA_TEST_FULL=1.
 */
export function fullSize<Size>(full: Size, less: Size): Size {
  return process.env.TESSERA_TEST_FULL === "1" ? full : less;
}

/** Rows of a table of tests: all of them, or every third one. */
export function fullOrThird<Row>(rows: readonly Row[]): readonly Row[] {
  return fullSize(
    rows,
    rows.filter((_row, at) => at % 3 === 0),
  );
}
