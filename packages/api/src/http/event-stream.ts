/** Milliseconds after which a browser comes back when a stream has ended (WHATWG HTML, 9.2). */
const reconnectMs = 1_000;

/** Tells the client when to come back. Stands at the head of a stream, so that its headers are sent at once. */
export const openingFrame = `retry: ${reconnectMs}\n\n`;

/** Says nothing; keeps proxies from taking the connection for dead. */
export const heartbeatFrame = ":\n\n";

/** One event; its data is JSON, and so always a single line. */
export function eventFrame(event: { id: string; type: string; data: object }): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

/**
 * A body that makes each frame only when somebody reads. `gone` is aborted when the reader goes away, which is how the
 * frames' own waiting ends; nothing is left running behind it.
 */
export function streamFrames(frames: AsyncGenerator<string>, gone: AbortController): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await frames.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        gone.abort();
        await frames.return(undefined);
      },
    },
    // Nothing in advance: what nobody reads costs no look at the table.
    { highWaterMark: 0 },
  );
}
