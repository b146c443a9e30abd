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

/** A queue for each key, as long as somebody stands in it. */
export function createTurns(): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> {
  const queues = new Map<string, { inTurn: ReturnType<typeof createQueue>; waiting: number }>();
  return async (key, work) => {
    const queue = queues.get(key) ?? { inTurn: createQueue(), waiting: 0 };
    queues.set(key, queue);
    queue.waiting += 1;
    try {
      return await queue.inTurn(work);
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) queues.delete(key);
    }
  };
}
