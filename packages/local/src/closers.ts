type Close = () => Promise<void> | void;

export interface Closers {
  /** Remembers how to undo what has just been started. */
  add(close: Close): void;
  /** Undoes everything, last first; what was added together is undone at the same time. */
  closeAll(): Promise<void>;
}

export function createClosers(): Closers {
  const closes: Close[] = [];
  return {
    add: (close) => void closes.push(close),
    async closeAll() {
      for (let close = closes.pop(); close; close = closes.pop()) await close();
    },
  };
}
