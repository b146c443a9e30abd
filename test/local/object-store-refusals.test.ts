import { request as httpRequest } from "node:http";
import { maxAttachmentBytes } from "@tessera/core/attachments";
import { describe, expect, it } from "vitest";
import { verifySignature } from "../../packages/local/src/object-store-signature.ts";
import { download, put, send, startObjects, text } from "./support/object-world.ts";

describe("PX-47 what storage refuses, and keeps nothing of", () => {
  it.each([
    ["a longer body", "hello!", { "content-type": "text/plain" }],
    ["a shorter body", "hell", { "content-type": "text/plain" }],
    ["another type", "hello", { "content-type": "text/html" }],
    ["the same type with a parameter", "hello", { "content-type": "text/plain; charset=utf-8" }],
  ])("%s", async (_what, body, headers) => {
    const { store, folder } = await startObjects();

    const sent = await put(await store.uploadUrl(text), body, headers);

    expect(sent).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    expect(sent.headers.get("content-type")).toBe("application/xml");
    expect(folder.files()).toEqual([]);
  });

  it("a body of 25 MB that nobody signed, with an answer that its sender gets to see", async () => {
    const { store, folder } = await startObjects();

    const sent = await put(await store.uploadUrl(text), "x".repeat(maxAttachmentBytes));

    expect(sent).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    expect(folder.files()).toEqual([]);
  });

  it("a body that does not say how long it is", async () => {
    const { store, folder } = await startObjects();
    const { url, headers } = await store.uploadUrl(text);
    const body = new Blob(["hello"]).stream();

    const response = await fetch(url, { method: "PUT", headers, body, duplex: "half" });

    expect(response.status).toBe(403);
    expect(folder.files()).toEqual([]);
  });

  it("a header that could change what is stored, and that nobody signed", async () => {
    const { store } = await startObjects();
    const upload = await store.uploadUrl(text);

    const sent = await put(upload, "hello", { ...upload.headers, "x-amz-acl": "public-read" });

    expect(sent).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("a URL whose time is over, and one from the future", async () => {
    const { store, clock } = await startObjects();
    await put(await store.uploadUrl(text), "hello");
    const url = await store.downloadUrl(download);
    const at = async (ms: number) => {
      clock.at = new Date(Date.parse("2031-05-01T12:00:00Z") + ms);
      return send(url);
    };

    const [lastMoment, over, skewed, future] = [
      await at(59_999),
      await at(60_000),
      await at(-15 * 60_000),
      await at(-15 * 60_000 - 1),
    ];

    expect([lastMoment.status, skewed.status]).toEqual([200, 200]);
    expect(over).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(over.body).toContain("<Message>Request has expired</Message>");
    expect(future).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it.each([
    ["key", (url: URL) => Object.assign(url, { pathname: url.pathname.replace("a-1", "a-2") })],
    ["bucket", (url: URL) => Object.assign(url, { pathname: url.pathname.replace("files", "other") })],
    ["signature", (url: URL) => url.searchParams.set("X-Amz-Signature", "0".repeat(64))],
    ["length of life", (url: URL) => url.searchParams.set("X-Amz-Expires", "61")],
    ["file name", (url: URL) => url.searchParams.set("response-content-disposition", "inline")],
    ["type", (url: URL) => url.searchParams.set("response-content-type", "text/html")],
    ["set of parameters", (url: URL) => url.searchParams.append("response-cache-control", "public")],
    ["set of signed headers", (url: URL) => url.searchParams.set("X-Amz-SignedHeaders", "host;range")],
  ])("a URL with another %s", async (_part, edit) => {
    const { store } = await startObjects();
    await put(await store.uploadUrl(text), "hello");
    const url = new URL(await store.downloadUrl(download));

    edit(url);

    expect(await send(url.href)).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  });

  it.each([
    ["X-Amz-Signature", undefined, 403, "AccessDenied"],
    ["X-Amz-Credential", undefined, 400, "AuthorizationQueryParametersError"],
    ["X-Amz-Credential", "local/20310501/eu-west-1/s3/aws4_request", 400, "AuthorizationQueryParametersError"],
    ["X-Amz-Credential", "local/20310502/us-east-1/s3/aws4_request", 400, "AuthorizationQueryParametersError"],
    ["X-Amz-Credential", "other/20310501/us-east-1/s3/aws4_request", 403, "InvalidAccessKeyId"],
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA1", 400, "AuthorizationQueryParametersError"],
    ["X-Amz-Expires", "604801", 400, "AuthorizationQueryParametersError"],
    ["X-Amz-Expires", "0", 400, "AuthorizationQueryParametersError"],
    ["X-Amz-Expires", "1e2", 403, "SignatureDoesNotMatch"],
    ["X-Amz-Date", "20310501", 400, "AuthorizationQueryParametersError"],
    ["X-Amz-SignedHeaders", "accept", 403, "AccessDenied"],
  ])("a URL whose %s is %s", async (name, value, status, code) => {
    const { store } = await startObjects();
    const url = new URL(await store.downloadUrl(download));

    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);

    expect(await send(url.href)).toMatchObject({ status, code });
  });

  it("a URL for GET that is used to write, and one that is used to delete", async () => {
    const { store } = await startObjects();
    const url = await store.downloadUrl(download);

    expect(await send(url, { method: "PUT", body: "x" })).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    expect(await send(url, { method: "DELETE" })).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  });

  it("a bucket that is not there, and a secret that is not ours", async () => {
    const { storeOf } = await startObjects();
    const stranger = { accessKeyId: "local", secretAccessKey: "guessed" };

    const elsewhere = await send(await storeOf("other").downloadUrl(download));
    const forged = await send(await storeOf("files", stranger).downloadUrl(download));

    expect(elsewhere).toMatchObject({ status: 404, code: "NoSuchBucket" });
    expect(forged).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  });

  it("a header in a signed URL that is none", async () => {
    const { store, warnings } = await startObjects();
    await put(await store.uploadUrl(text), "hello");

    const got = await send(await store.downloadUrl({ ...download, contentType: "text/plain\r\nset-cookie: a=b" }));

    expect(got).toMatchObject({ status: 400, code: "InvalidArgument" });
    expect(warnings).toEqual([]);
  });

  it("another host name that leads to the same server: the host was signed", async () => {
    const { store } = await startObjects();
    const url = new URL(await store.downloadUrl(download));
    url.hostname = "localhost";

    const status = await new Promise((resolve) => {
      const { port, pathname, search } = url;
      const request = httpRequest({ host: "127.0.0.1", port, path: pathname + search, headers: { host: url.host } });
      request.on("response", (response) => resolve(response.resume().statusCode)).end();
    });

    expect(status).toBe(403);
  });

  it.each(["/files/%zz?X-Amz-Signature=1", "/files/a?b=%", "/", "/../../etc/passwd"])(
    "%s, which nobody signed",
    async (target) => {
      const { server, warnings } = await startObjects();

      const { status } = await send(`${server.endpoint}${target}`);

      expect([400, 403]).toContain(status);
      expect(warnings).toEqual([]);
    },
  );
});

describe("the check of signatures", () => {
  const published =
    "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
  const rules = {
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
    now: () => new Date("2013-05-24T12:00:00Z"),
  };

  it("takes AWS's published example, and not with one character changed", () => {
    const check = (target: string) => () =>
      verifySignature({ method: "GET", target, headers: { host: "examplebucket.s3.amazonaws.com" } }, rules);

    expect(check(published)).not.toThrow();
    expect(check(published.replace("test.txt", "test.txu"))).toThrow("does not match");
    expect(check(published.replace(/.$/, "5"))).toThrow("does not match");
  });
});
