import type { TestApp } from "../../support/api.ts";

export interface StreamEvent {
  id: string;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape, looked at by assertions.
  data: any;
}

export interface EventStream {
  status: number;
  headers: Headers;
  /** The next event; null when the stream has ended. */
  next(): Promise<StreamEvent | null>;
  /** All that come until the stream ends. */
  rest(): Promise<StreamEvent[]>;
  /** What was not an event so far: comments and fields for the client itself. */
  others: string[];
  /** Goes away without a word, as a client does whose network is gone. */
  drop(): Promise<void>;
}

/** A client of server-sent events that reads as a browser does (WHATWG HTML, 9.2.6). */
export async function openEvents(
  test: TestApp,
  path: string,
  options: { key: string; lastEventId?: string | undefined },
): Promise<EventStream> {
  const response = await test.app.request(path, {
    headers: {
      accept: "text/event-stream",
      authorization: `Bearer ${options.key}`,
      ...(options.lastEventId !== undefined && { "last-event-id": options.lastEventId }),
    },
  });
  return readEvents(response);
}

export function readEvents(response: Response): EventStream {
  // Not piped through a decoder: that would read ahead of the test.
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const others: string[] = [];
  let buffer = "";

  async function nextBlock(): Promise<string | null> {
    for (;;) {
      const end = buffer.indexOf("\n\n");
      if (end >= 0) {
        const block = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        return block;
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return null;
      buffer += decoder.decode(chunk.value, { stream: true });
    }
  }
  async function next(): Promise<StreamEvent | null> {
    for (let block = await nextBlock(); block !== null; block = await nextBlock()) {
      const fields = new Map(block.split("\n").map(fieldOf));
      const data = fields.get("data");
      if (data !== undefined)
        return { id: fields.get("id") ?? "", event: fields.get("event") ?? "", data: JSON.parse(data) };
      others.push(block);
    }
    return null;
  }

  return {
    status: response.status,
    headers: response.headers,
    next,
    rest: async () => {
      const all: StreamEvent[] = [];
      for (let event = await next(); event !== null; event = await next()) all.push(event);
      return all;
    },
    others,
    drop: async () => reader?.cancel(),
  };
}

function fieldOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
}
