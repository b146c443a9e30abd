import { createEgress } from "@tessera/providers/http";
import { describe, expect, it } from "vitest";

const { check } = createEgress({ allowHosts: [] });
const localHost = "must not point to a local, private or reserved host";

describe("TF-11 callback URLs that the seed refuses", () => {
  it.each([
    ["http://x", "must use https"],
    ["https://localhost", localHost],
    ["https://LOCALHOST.", localHost],
    ["https://a.localhost", localHost],
    ["https://127.0.0.1", localHost],
    ["https://127.1", localHost],
    ["https://2130706433", localHost],
    ["https://0x7f.1", localHost],
    ["https://[::1]", localHost],
    ["https://[::ffff:127.0.0.1]", localHost],
    ["https://0.0.0.0", localHost],
    ["ftp://example.com", "must use https"],
    ["https://", "must be an absolute URL"],
    ["https://user:password@example.com", "must not carry credentials"],
    ["https://10.0.0.1", localHost],
    ["https://172.16.0.1", localHost],
    ["https://172.31.255.255", localHost],
    ["https://192.168.1.1", localHost],
    ["https://169.254.169.254/latest/meta-data", localHost],
    ["https://[fc00::1]", localHost],
    ["https://[fd00:ec2::254]", localHost],
    ["https://[fe80::1]", localHost],
  ])("refuses %s", (url, reason) => {
    expect(check(url)).toBe(reason);
  });

  it.each([
    "https://example.com/hook",
    "https://example.com:443/x?y=1#z",
    "https://93.184.215.14/",
    "https://[2606:4700::1111]/",
  ])("accepts %s", (url) => {
    expect(check(url)).toBeNull();
  });
});

describe("F1 form of a URL", () => {
  it.each([
    ["", "must be an absolute URL"],
    ["/relative", "must be an absolute URL"],
    ["example.com/hook", "must be an absolute URL"],
    ["file:///etc/passwd", "must use https"],
    ["gopher://example.com", "must use https"],
    ["data:text/plain,x", "must use https"],
    ["javascript:alert(1)", "must use https"],
    ["http://example.com", "must use https"],
    ["https://user@example.com", "must not carry credentials"],
    ["https://:password@example.com", "must not carry credentials"],
    ["https://127.0.0.1:443@example.com", "must not carry credentials"],
    ["https://example.com:8443", "must use port 443"],
    ["https://example.com:22", "must use port 443"],
    [`https://example.com/${"x".repeat(2_048)}`, "must not be longer than 2048 characters"],
  ])("refuses %s", (url, reason) => {
    expect(check(url)).toBe(reason);
  });

  it("accepts 2,048 characters", () => {
    expect(check("https://example.com/".padEnd(2_048, "x"))).toBeNull();
  });
});

describe("F2 every spelling of an address that is not public", () => {
  const hosts = {
    loopback: [
      "127.0.0.1.",
      "127.255.255.254",
      "0177.0.0.1",
      "0x7f000001",
      "017700000001",
      "①②⑦.⓪.⓪.①",
      "127。0。0。1",
    ],
    unspecified: ["0", "0.1.2.3", "[::]"],
    private: ["10.255.255.255", "0xa.1", "[::ffff:10.0.0.1]", "[::ffff:a00:1]"],
    linkLocal: ["169.254.0.1", "2852039166", "[febf::1]", "[::ffff:169.254.169.254]"],
    carrier: ["100.64.0.1", "100.127.255.255", "100.100.100.200"],
    multicast: ["224.0.0.1", "239.255.255.255", "[ff02::1]"],
    reserved: ["192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1", "255.255.255.255"],
    documentation: ["[2001:db8::1]", "[3fff::1]"],
    translated: [
      "[64:ff9b::7f00:1]",
      "[64:ff9b:1::1]",
      "[2002:7f00:1::]",
      "[2001:0:7f00:1::]",
      "[::7f00:1]",
      "[::ffff:0:7f00:1]",
    ],
    unassigned: ["[100::1]", "[fec0::1]", "[4000::1]", "[5f00::1]", "192.88.99.1"],
  };

  it.each(Object.entries(hosts).flatMap(([range, names]) => names.map((name) => [range, name])))(
    "refuses %s %s",
    (_range, host) => {
      expect(check(`https://${host}/`)).toBe(localHost);
    },
  );

  it.each([
    "https:127.0.0.1",
    "https:/127.0.0.1",
    "https:\\\\127.0.0.1",
    " https://127.0.0.1",
    "ht\ntps://127.0.0.1",
    "https://%31%32%37.0.0.1",
  ])("reads %j as a browser would, and refuses it", (url) => {
    expect(check(url)).toBe(localHost);
  });
});

describe("F4 names of this machine and of metadata services", () => {
  it.each([
    "localhost.",
    "localhost..",
    "foo.localhost",
    "foo.LocalHost.",
    "ⓛocalhost",
    "%6c%6f%63alhost",
    "metadata.google.internal",
    "METADATA.google.internal.",
    "metadata",
    "instance-data",
    "host.docker.internal",
    "localhost.localdomain",
  ])("refuses %s", (host) => {
    expect(check(`https://${host}/`)).toBe(localHost);
  });

  it.each(["localhost.example.com", "metadata.example.com", "notlocalhost.com"])("accepts %s", (host) => {
    expect(check(`https://${host}/`)).toBeNull();
  });
});

describe("EGRESS_ALLOW_HOSTS", () => {
  const open = createEgress({ allowHosts: ["127.0.0.1", "Receiver.test", "::1"] });

  it.each([
    "http://127.0.0.1:8080/x",
    "https://127.0.0.1",
    "http://127.1:9",
    "http://receiver.test.:81",
    "http://[::1]:8080",
  ])("lets %s through", (url) => {
    expect(open.check(url)).toBeNull();
  });

  it.each([
    ["http://127.0.0.2", "must use https"],
    ["https://localhost", localHost],
    ["https://169.254.169.254", localHost],
    ["ftp://127.0.0.1", "must use https"],
    ["http://user@127.0.0.1", "must not carry credentials"],
    ["http://sub.receiver.test", "must use https"],
  ])("still refuses %s", (url, reason) => {
    expect(open.check(url)).toBe(reason);
  });
});
