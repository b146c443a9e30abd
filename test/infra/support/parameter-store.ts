import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";

const Request = z.object({ Names: z.array(z.string()), WithDecryption: z.literal(true) });

export interface ParameterStore {
  url: string;
  /** How often it answers that it is asked too often, before it answers. */
  throttle(times: number): void;
  authorizations: string[];
  stop(): Promise<void>;
}

/** Parameter Store on loopback, as far as GetParameters goes. */
export async function startParameterStore(values: Record<string, string>): Promise<ParameterStore> {
  const authorizations: string[] = [];
  let throttled = 0;
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    authorizations.push(request.headers.authorization ?? "");
    const { Names } = Request.parse(JSON.parse(Buffer.concat(chunks).toString()));
    if (throttled > 0) {
      throttled -= 1;
      response.writeHead(400).end(JSON.stringify({ __type: "ThrottlingException", message: "Rate exceeded" }));
      return;
    }
    const found = Names.filter((name) => values[name] !== undefined);
    response.end(
      JSON.stringify({
        Parameters: found.map((Name) => ({ Name, Type: "SecureString", Value: values[Name], Version: 1 })),
        InvalidParameters: Names.filter((name) => !found.includes(name)),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    throttle: (times) => {
      throttled = times;
    },
    authorizations,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
