interface Run {
  start: number;
  end: number;
}

/**
 * A passage with its code spans as blanks. A span ends at the next run of exactly as many backticks; each list of runs
 * is walked once, so many runs without a partner stay linear (K10).
 */
export function withoutCodeSpans(passage: string): string {
  const runs = [...passage.matchAll(/`+/g)].map(({ index, 0: run }) => ({ start: index, end: index + run.length }));
  const byLength = Map.groupBy(runs, ({ start, end }) => end - start);
  const cursors = new Map<number, number>();

  const nextOfLength = (length: number, from: number): Run | undefined => {
    const candidates = byLength.get(length) ?? [];
    let cursor = cursors.get(length) ?? 0;
    while ((candidates[cursor]?.start ?? from) < from) cursor += 1;
    cursors.set(length, cursor);
    return candidates[cursor];
  };

  let prose = "";
  let at = 0;
  for (const run of runs) {
    if (run.start < at) continue;
    const start = isEscaped(passage, run.start) ? run.start + 1 : run.start;
    const close = start === run.end ? undefined : nextOfLength(run.end - start, run.end);
    if (!close) continue;
    prose += `${passage.slice(at, start)} `;
    at = close.end;
  }
  return prose + passage.slice(at);
}

/** Whether an odd number of backslashes stands before a place. No run of backslashes is looked at twice. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === "\\") first -= 1;
  return (at - first) % 2 === 1;
}
