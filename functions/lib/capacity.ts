import { AsyncLocalStorage } from "node:async_hooks";

interface Consumed {
  requests: number;
  readUnits: number;
  writeUnits: number;
}

const current = new AsyncLocalStorage<Consumed>();

/**
 * Sums what the table charged for one request, however deep in the code its calls are made, so that each access log
 * line tells what the request cost.
 */
export const capacity = {
  add(sample: Consumed): void {
    const sum = current.getStore();
    if (!sum) return;
    sum.requests += sample.requests;
    sum.readUnits += sample.readUnits;
    sum.writeUnits += sample.writeUnits;
  },
  async run<T>(work: () => Promise<T>): Promise<{ value: T } & Consumed> {
    const sum: Consumed = { requests: 0, readUnits: 0, writeUnits: 0 };
    const value = await current.run(sum, work);
    // What an inner piece of work cost, the outer one has cost as well.
    capacity.add(sum);
    return { value, ...sum };
  },
};
