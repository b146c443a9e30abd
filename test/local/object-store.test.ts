import { readdirSync, readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { openObjectFiles } from "../../packages/local/src/object-store-files.ts";
import { waitFor } from "../support/wait.ts";
import { download, key, objectFolder, put, send, startObjects, text } from "./support/object-world.ts";

describe("PX-47 a file through presigned URLs", () => {
  it("comes back as it was sent, under its name and with its type", async () => {
    const { store } = await startObjects();
    const body = "grüße\u0000";
    const size = Buffer.byteLength(body);

    const sent = await put(await store.uploadUrl({ ...text, contentType: "text/csv", size }), body);
    const got = await send(
      await store.downloadUrl({ ...download, fileName: "Größe 東京.csv", contentType: "text/csv" }),
    );

    expect([sent.status, got.status]).toEqual([200, 200]);
    expect(got.body).toBe(body);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      "content-type": "text/csv",
      "content-length": String(size),
      "content-disposition": `attachment; filename="Gr__e __.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E6%9D%B1%E4%BA%AC.csv`,
      "x-content-type-options": "nosniff",
      "last-modified": "Thu, 01 May 2031 12:00:00 GMT",
    });
    expect(await store.head(key)).toEqual({ size, contentType: "text/csv" });
  });

  it("lies under any key that code makes, whatever its characters", async () => {
    const { store } = await startObjects();
    const odd = "attachments/t 1/ä+'(k)*!/a%2Fb&c=d";

    const sent = await put(await store.uploadUrl({ ...text, key: odd }), "hello");

    expect(sent.status).toBe(200);
    expect(await store.head(odd)).toEqual({ size: 5, contentType: "text/plain" });
    expect(await store.head(decodeURIComponent(odd))).toBeUndefined();
  });

  it("is not there before it was sent", async () => {
    const { store } = await startObjects();

    const got = await send(await store.downloadUrl(download));

    expect(got).toMatchObject({ status: 404, code: "NoSuchKey" });
    expect(await store.head(key)).toBeUndefined();
  });

  it("is the newest one where it was sent twice", async () => {
    const { store, folder } = await startObjects();
    await put(await store.uploadUrl(text), "first");

    await put(await store.uploadUrl({ ...text, size: 6 }), "second");

    expect((await send(await store.downloadUrl(download))).body).toBe("second");
    expect(folder.files().length).toBe(1);
  });

  it("may be empty as far as storage goes", async () => {
    const { store } = await startObjects();

    const sent = await put(await store.uploadUrl({ ...text, size: 0 }), "");

    expect(sent.status).toBe(200);
    expect(await store.head(key)).toMatchObject({ size: 0 });
    expect((await send(await store.downloadUrl(download))).body).toBe("");
  });

  it.each(['a"; filename="b.html', "a\r\nSet-Cookie: evil=1", "..\\..\\a", "🗼".repeat(63)])(
    "never adds a header by its name %j",
    async (fileName) => {
      const { store } = await startObjects();
      await put(await store.uploadUrl(text), "hello");

      const { status, headers } = await send(await store.downloadUrl({ ...download, fileName }));

      const full = /^attachment; filename="[^"\\]*"; filename\*=UTF-8''(\S+)$/.exec(
        headers.get("content-disposition") ?? "",
      );
      expect(status).toBe(200);
      expect(headers.get("set-cookie")).toBeNull();
      expect(decodeURIComponent(full?.[1] ?? "")).toBe(fileName);
    },
  );

  it("may be sent and fetched by a page of any origin, as the bucket allows", async () => {
    const { store } = await startObjects();
    const { url } = await store.uploadUrl(text);

    const preflight = await send(url, { method: "OPTIONS", headers: { origin: "https://desk.example" } });

    expect(preflight.status).toBe(200);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, HEAD, PUT",
      "access-control-allow-headers": "content-type",
    });
  });
});

describe("PX-47, A17 what lies on disk", () => {
  it("is found by the next process", async () => {
    const first = await startObjects();
    await put(await first.store.uploadUrl(text), "hello");
    await first.server.stop();

    const { store } = await startObjects(first.folder);

    expect((await send(await store.downloadUrl(download))).body).toBe("hello");
  });

  it("is untouched by an upload that breaks off, of which nothing stays", async () => {
    const { server, store, folder } = await startObjects();
    await put(await store.uploadUrl(text), "hello");
    const { pathname, search, port } = new URL((await store.uploadUrl({ ...text, size: 1_000 })).url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(
      `PUT ${pathname}${search} HTTP/1.1\r\nhost: ${new URL(server.endpoint).host}\r\ncontent-type: text/plain\r\ncontent-length: 1000\r\n\r\nhalf`,
    );
    await waitFor(() => folder.files().length === 2, { what: "the draft" });

    socket.destroy();
    await waitFor(() => folder.files().length === 1, { what: "the draft to be gone" });

    expect((await send(await store.downloadUrl(download))).body).toBe("hello");
  });

  it("grows while the body comes in: nothing waits in memory for the end", async () => {
    const { store, folder } = await startObjects();
    const size = 2 ** 20;
    const { url, headers } = await store.uploadUrl({ ...text, size });
    const request = httpRequest(url, { method: "PUT", headers: { ...headers, "content-length": size } });
    const answered = new Promise((resolve) =>
      request.on("response", (response) => resolve(response.resume().statusCode)),
    );

    request.write(Buffer.alloc(size / 2, "a"));
    const drafts = () => readdirSync(join(folder.path, "drafts"));
    const written = () => (drafts()[0] ? readFileSync(join(folder.path, "drafts", drafts()[0] ?? "")).length : 0);
    await waitFor(() => written() >= size / 2, { what: "half of the file on disk" });
    request.end(Buffer.alloc(size / 2, "b"));

    expect(await answered).toBe(200);
    expect(drafts()).toEqual([]);
    expect(await store.head(key)).toMatchObject({ size });
  });
});

describe("PX-47 keys and paths", () => {
  it.each(["..", "../../../outside", "/etc/passwd", "a/../../b", "nul\u0000l", "x".repeat(1_024)])(
    "have nothing to do with each other: %j is one file in the folder",
    async (key) => {
      const folder = objectFolder();
      const files = openObjectFiles(folder.path);

      await files.write(
        { key, contentType: "text/plain", writtenAt: "2031-05-01T12:00:00.000Z" },
        Readable.from("hello"),
      );

      const [file] = folder.files();
      expect(file).toMatch(/^[0-9a-f]{64}$/);
      expect(folder.files()).toHaveLength(1);
      expect(folder.beside()).toEqual(["objects"]);
    },
  );
});
