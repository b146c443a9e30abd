import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createObjectStore } from "@tessera/providers/objects";
import { describe, expect, it, onTestFinished } from "vitest";

const common = {
  bucket: "files",
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  now: () => new Date("2026-11-21T10:00:00Z"),
};
const key = "attachments/t/k/a";

describe("PX-47 where URLs point to", () => {
  const request = { key, fileName: "a.txt", contentType: "text/plain", expiresInSeconds: 60 };

  it("is the bucket's own host in the cloud, by https", async () => {
    const url = new URL(await createObjectStore(common).downloadUrl(request));

    expect(url.origin).toBe("https://files.s3.eu-central-1.amazonaws.com");
    expect(url.pathname).toBe("/attachments/t/k/a");
  });

  it.each(["http://127.0.0.1:9000", "http://127.0.0.1:9000/"])("is a path of the endpoint %s", async (endpoint) => {
    const url = new URL(await createObjectStore({ ...common, endpoint }).downloadUrl(request));

    expect(`${url.origin}${url.pathname}`).toBe("http://127.0.0.1:9000/files/attachments/t/k/a");
  });

  it("signs type and length of an upload, and says what the client must send", async () => {
    const upload = await createObjectStore(common).uploadUrl({ ...request, size: 7 });

    expect(upload).toMatchObject({ method: "PUT", headers: { "content-type": "text/plain" } });
    expect(new URL(upload.url).searchParams.get("X-Amz-SignedHeaders")).toBe("content-length;content-type;host");
    expect(new URL(upload.url).searchParams.get("X-Amz-Expires")).toBe("60");
  });

  it("fixes what a download is called and what it is", async () => {
    const url = new URL(await createObjectStore(common).downloadUrl({ ...request, fileName: "ä.txt" }));

    expect(url.searchParams.get("response-content-type")).toBe("text/plain");
    expect(url.searchParams.get("response-content-disposition")).toBe(
      `attachment; filename="_.txt"; filename*=UTF-8''%C3%A4.txt`,
    );
  });
});

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Storage that answers as told, one answer for each call, the last one from then on. */
async function storeThat(...answers: [Answer, ...Answer[]]) {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url?.split("?")[0]}`);
    answers[Math.min(calls.length, answers.length) - 1]?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { calls, store: createObjectStore({ ...common, endpoint: `http://127.0.0.1:${port}`, headTimeoutMs: 500 }) };
}

const answering =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end();
const found = answering(200, { "content-length": "12", "content-type": "image/png" });

describe("PX-47 whether a file was uploaded", () => {
  it("asks for size and type, not for the file", async () => {
    const { calls, store } = await storeThat(found);

    const object = await store.head(key);

    expect(object).toEqual({ size: 12, contentType: "image/png" });
    expect(calls).toEqual(["HEAD /files/attachments/t/k/a"]);
  });

  it.each([404, 403])("takes %d for no: without the right to list, S3 says no more", async (status) => {
    const { store } = await storeThat(answering(status));

    expect(await store.head(key)).toBeUndefined();
  });

  it.each([
    ["is busy", answering(503)],
    ["hangs up", ((response) => void response.destroy()) satisfies Answer],
  ])("asks again where storage %s", async (_fault, fault) => {
    const { calls, store } = await storeThat(fault, found);

    expect(await store.head(key)).toMatchObject({ size: 12 });
    expect(calls).toHaveLength(2);
  });

  it("follows nobody elsewhere", async () => {
    const { calls, store } = await storeThat(answering(307, { location: "/elsewhere" }), found);

    await expect(store.head(key)).rejects.toMatchObject({ code: "storage_error" });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ["fails", answering(500)],
    ["hangs up", ((response) => void response.destroy()) satisfies Answer],
    ["does not answer", (() => {}) satisfies Answer],
    ["refuses the request", answering(400)],
  ])("is a storage error, with no URL in it, where storage %s", async (_fault, fault) => {
    const { store } = await storeThat(fault);

    const failure = await store.head(key).catch((cause: unknown) => cause);

    expect(failure).toMatchObject({ code: "storage_error" });
    expect(String(failure)).not.toContain("X-Amz");
  });
});
