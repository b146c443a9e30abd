import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type Call, type Caller, createTestApp, submitBody, submitJob, type TestApp } from "../support/api.ts";

const path = "/tickets/v1/jobs";
const maxBodyBytes = 262_144;
const limits = { submitsPerMinute: 100_000, readsPerMinute: 100_000, deskPerMinute: 100_000, maxBodyBytes };

let test: TestApp;
let caller: Caller;
let admin: Caller;

beforeAll(async () => {
  test = await createTestApp({ limits });
  caller = await test.signUp();
  admin = await test.signUp({ scopes: ["admin"] });
});

function post(call: Call) {
  return test.call("POST", path, { key: caller.key, ...call });
}

/** A right body that is exactly this many bytes long. */
function bodyOf(bytes: number): string {
  const empty = JSON.stringify(submitBody({ spec: "" }));
  return empty.replace('"spec":""', `"spec":"${"x".repeat(bytes - empty.length)}"`);
}

/** A body that is right but for the bytes of its title. */
function titled(bytes: readonly number[]): Uint8Array<ArrayBuffer> {
  const [before = "", after = ""] = JSON.stringify(submitBody({ title: "MARK" })).split("MARK");
  return new Uint8Array([...Buffer.from(before), ...bytes, ...Buffer.from(after)]);
}

/** A body without a Content-Length, in pieces. */
function streamOf(pieces: Iterable<string>): ReadableStream {
  return ReadableStream.from(pieces).pipeThrough(new TextEncoderStream());
}

describe("TF-7, K1 the size of a body", () => {
  it("takes exactly the limit, and answers 400 request_too_large to one byte more", async () => {
    const fits = await post({ raw: bodyOf(maxBodyBytes) });
    const over = await post({ raw: bodyOf(maxBodyBytes + 1) });

    expect(fits.status).toBe(202);
    expect([over.status, over.body.error.code]).toEqual([400, "request_too_large"]);
  });

  it("counts what arrives, not what Content-Length says", async () => {
    const lying = await post({ raw: bodyOf(maxBodyBytes + 1), headers: { "content-length": "10" } });
    const boasting = await post({ raw: "{}", headers: { "content-length": String(maxBodyBytes + 1) } });

    expect(lying.body.error.code).toBe("request_too_large");
    expect(boasting.body.error.code).toBe("request_too_large");
  });

  it("stops reading a body without an end, and lets go of it", async () => {
    let pieces = 0;
    let released = false;
    function* endless() {
      try {
        for (;;) {
          pieces += 1;
          yield " ".repeat(10_000);
        }
      } finally {
        released = true;
      }
    }

    const { body } = await post({ raw: streamOf(endless()) });

    expect(body.error.code).toBe("request_too_large");
    expect(pieces).toBeLessThan(60);
    expect(released).toBe(true);
  });

  it("takes a chunked body that ends in time, cut in the middle of a character", async () => {
    const bytes = Buffer.from(JSON.stringify(submitBody({ spec: "Ü🎟 MUST hold" })));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.subarray(at * 7, at * 7 + 7));

    const { status, body } = await post({ raw: ReadableStream.from(pieces) });

    expect(status).toBe(202);
    expect(await test.store.jobs.readText(body.job_id, "spec")).toBe("Ü🎟 MUST hold");
  });

  it("answers 400 when the body breaks off", async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });

    expect((await post({ raw: broken })).body.error).toEqual({
      code: "invalid_request",
      message: "The body could not be read",
    });
  });

  it("does not unpack: a gzip bomb is 400", async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(10_000_000)));

    const declared = await post({ raw: bomb, headers: { "content-encoding": "gzip" } });
    const undeclared = await post({ raw: bomb });

    expect([declared.status, undeclared.status]).toEqual([400, 400]);
  });

  it("answers 413 where the surface has that status", async () => {
    const { status, body } = await test.call("POST", "/admin/tenants", {
      key: admin.key,
      body: { name: "x".repeat(maxBodyBytes) },
    });

    expect([status, body.error.code]).toEqual([413, "request_too_large"]);
  });
});

describe("K2 the depth of a body", () => {
  it.each([65, 1_000, 120_000])("refuses %i levels at once", async (depth) => {
    const raw = `{"spec":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const startedAt = performance.now();

    const { status, body } = await post({ raw });

    expect([status, body.error.code]).toEqual([400, "invalid_request"]);
    expect(body.error.message).toContain("64 levels");
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it("looks at 64 levels like at any other wrong value", async () => {
    const { body } = await post({ raw: `{"spec":${"[".repeat(63)}${"]".repeat(63)}}` });

    expect(body.error.message).toContain("spec");
  });

  it.each(["[".repeat(1_000), `"${"[".repeat(1_000)}`, `\\"${"{".repeat(1_000)}`, `\\\\${"[".repeat(99)}\\`])(
    "does not count brackets inside texts: %#",
    async (spec) => {
      const jobId = await submitJob(test, caller.key, { spec });

      expect(await test.store.jobs.readText(jobId, "spec")).toBe(spec);
    },
  );

  it("takes no time for a text of nothing but quotes and backslashes", async () => {
    const startedAt = performance.now();

    const { status } = await post({ raw: `{"spec":"${'\\"\\\\'.repeat(60_000)}` });

    expect(status).toBe(400);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe("K3 what is no JSON", () => {
  const wrong = [
    ...["", " ", "{", "}", "[", "]", '{"a"', '{"a":', '{"a":1', '{"a":1,}', "{,}", '{"a" 1}', "{a:1}", "{'a':1}"],
    ...["[1,]", "[,1]", "[1 2]", '["a" "b"]', "[1}", "{}{}", "{} x", "[]]", "// c\n{}", "{} /* c */", "nul", "True"],
    ...["NaN", "Infinity", "-", "+1", "01", "1.", ".5", "1e", "0x10", "1_000", '"open', "'single'", '"\t"', '"\\x"'],
    ...['"\\u12"', '"\\ud8"', '"a\nb"', "\u0000", "{\u00a0}", '{"a":undefined}', "<xml/>", "a=1&b=2", "\ufeff"],
  ];
  it.each(wrong)("%j", async (raw) => {
    const { status, body } = await post({ raw, headers: { "content-type": "application/json" } });

    expect(status).toBe(400);
    expect(body.error).toEqual({ code: "invalid_request", message: "The body is not valid JSON" });
  });

  it.each(["null", "true", "0", "-0", "1e400", '"text"', "[]", "[{}]", "{}"])(
    "and JSON that is no submit: %s",
    async (raw) => {
      const { status, body } = await post({ raw });

      expect([status, body.error.code]).toEqual([400, "invalid_request"]);
    },
  );

  it("the last of two equal keys wins", async () => {
    const raw = JSON.stringify(submitBody({ title: "first" })).replace('"spec"', '"title":"second","spec"');

    const { body } = await post({ raw });

    expect((await test.store.jobs.load(body.job_id))?.title).toBe("second");
  });
});

describe("K4, K8 encodings", () => {
  it.each([
    ["a byte that is no UTF-8", titled([0xff])],
    ["an overlong form", titled([0xc0, 0xaf])],
    ["a surrogate written in UTF-8", titled([0xed, 0xa0, 0x80])],
    ["UTF-16", new Uint8Array(Buffer.from(`\ufeff${JSON.stringify(submitBody())}`, "utf16le"))],
    ["half a character", titled([0xf0, 0x9f])],
  ])("%s is 400", async (_name, raw) => {
    const { status, body } = await post({ raw });

    expect([status, body.error.code]).toEqual([400, "invalid_request"]);
  });

  it("ignores a byte order mark", async () => {
    expect((await post({ raw: `\ufeff${JSON.stringify(submitBody())}` })).status).toBe(202);
  });

  it.each(["idempotency_key", "title", "spec", "callback_url"])("a lone surrogate in %s is 400", async (field) => {
    const raw = JSON.stringify(submitBody({ [field]: "MARK" })).replace("MARK", "https://a.example/\\ud800x");

    const { status, body } = await post({ raw });

    expect(status).toBe(400);
    expect(body.error.message).toContain(field);
    expect(body.error.message).toContain("well-formed");
  });

  it("an unknown key with a lone surrogate is 400, and the answer is readable", async () => {
    const { status, text } = await post({ raw: '{"\\ud800":1}' });

    expect(status).toBe(400);
    expect(text.isWellFormed()).toBe(true);
  });

  it.each([
    "undefined NULL \\ true 1/0 -1e100",
    "\u0000\u0001\u001f\u007f\u0085 and a word",
    "\u202e\u200b\ufeff\u2028\u2029 and a word",
    "Ⱥ ﷽ Z̮̞̠͙͔ͅ 👩‍👩‍👧‍👦 🏳️‍🌈",
    "e\u0301 \u00e9",
    "' OR 1=1 --; DROP TABLE jobs",
    "<script>alert(1)</script> {{7*7}} %s %n",
    "../../../etc/passwd\r\nSet-Cookie: a=b",
    "= cmd|' /C calc'!A0",
  ])("keeps %j code point for code point", async (value) => {
    const jobId = await submitJob(test, caller.key, { title: value, spec: value, idempotency_key: value });

    expect((await test.store.jobs.load(jobId))?.title).toBe(value);
    expect(await test.store.jobs.readText(jobId, "spec")).toBe(value);
  });
});

describe("K5 names that objects have by themselves", () => {
  it.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"])("%s is unknown", async (name) => {
    const top = await post({ raw: JSON.stringify(submitBody()).replace("{", `{"${name}":{"admin":true},`) });
    const inside = await post({
      raw: JSON.stringify(submitBody({ options: {} })).replace('"options":{', `"options":{"${name}":{"x":1}`),
    });

    for (const { status, body } of [top, inside]) {
      expect(status).toBe(400);
      expect(body.error.message).toContain(name);
    }
    expect(Reflect.get({}, "admin")).toBeUndefined();
  });
});

describe("K6 numbers", () => {
  it.each(["1e400", "-1e400", "9007199254740993", "1.0000001", "-0", '"NaN"', "1e-400", "[3]", "{}"])(
    "ticket_count %s is 400",
    async (value) => {
      const raw = JSON.stringify(submitBody({ options: { ticket_count: "MARK" } })).replace('"MARK"', value);

      const { status, body } = await post({ raw });

      expect(status).toBe(400);
      expect(body.error.message).toContain("options.ticket_count");
    },
  );
});

describe("Appendix D-9, K8 the content type", () => {
  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/jsonp",
    "application/merge-patch+json",
    "application/json; charset=utf-16",
    "application/json; charset=iso-8859-1",
    "json",
    "*/*",
    "application/",
  ])("%s is 400", async (type) => {
    const { status, body } = await post({ body: submitBody(), headers: { "content-type": type } });

    expect([status, body.error.code]).toEqual([400, "invalid_request"]);
  });

  it("none is 400", async () => {
    const { status, body } = await post({
      raw: new TextEncoder().encode(JSON.stringify(submitBody())),
      headers: { "content-type": "" },
    });

    expect([status, body.error.code]).toEqual([400, "invalid_request"]);
  });

  it.each(["application/json; charset=utf-8", "Application/JSON", 'application/json;charset="UTF-8"'])(
    "%s is taken",
    async (type) => {
      expect((await post({ body: submitBody(), headers: { "content-type": type } })).status).toBe(202);
    },
  );
});

describe("K1..K8 the admin surface reads bodies in the same way", () => {
  it.each([
    ["no JSON", { raw: "{" }],
    ["no object", { raw: "[]" }],
    ["another type", { raw: "{}", headers: { "content-type": "text/plain" } }],
    ["too deep", { raw: "[".repeat(70) + "]".repeat(70) }],
    ["no UTF-8", { raw: new Uint8Array([0x22, 0xff, 0x22]) }],
    ["an unknown key", { body: { name: "T", id: "mine" } }],
    ["a blank name", { body: { name: "  " } }],
    ["a long name", { body: { name: "x".repeat(201) } }],
    ["a lone surrogate", { raw: '{"name":"\\ud800"}' }],
    ["a __proto__", { raw: '{"name":"T","__proto__":{}}' }],
  ] satisfies [string, Call][])("%s is 400", async (_name, call) => {
    const { status, body } = await test.call("POST", "/admin/tenants", { key: admin.key, ...call });

    expect([status, body.error.code]).toEqual([400, "invalid_request"]);
  });
});
