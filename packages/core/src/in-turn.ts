/** Runs what it is given one after another, in the order in which it came. Work that waits for its own queue hangs. */
export function createQueue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    // Who comes next waits for the end of this, whatever it is.
    last = turn.catch(() => undefined);
    return turn;
  };
}
