/** Lets so many work at once; the others wait for their turn, first come, first served. */
export function createGate(limit: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside < limit) inside += 1;
    // Whoever leaves hands its place on.
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await work();
    } finally {
      const enter = waiting.shift();
      if (enter) enter();
      else inside -= 1;
    }
  };
}
