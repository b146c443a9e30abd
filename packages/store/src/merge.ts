interface Positioned {
  position: string;
}

/** Sorted lists as one sorted list, reading of each only as far as needed. What stands in two of them comes once. */
export async function* mergeSorted<Entry extends Positioned>(
  lists: readonly AsyncGenerator<Entry, void, undefined>[],
  order: "ascending" | "descending",
): AsyncGenerator<Entry, void, undefined> {
  const sign = order === "ascending" ? 1 : -1;
  const heads = (await Promise.all(lists.map(advance))).filter((head) => head !== undefined);
  let last: string | undefined;
  while (heads.length > 0) {
    heads.sort(
      (a, b) => sign * (a.entry.position < b.entry.position ? -1 : a.entry.position > b.entry.position ? 1 : 0),
    );
    const head = heads[0];
    if (!head) return;
    if (head.entry.position !== last) yield head.entry;
    last = head.entry.position;
    const next = await advance(head.list);
    heads.splice(0, 1, ...(next ? [next] : []));
  }
}

async function advance<Entry>(list: AsyncGenerator<Entry, void, undefined>) {
  const { value, done } = await list.next();
  return done ? undefined : { list, entry: value };
}
