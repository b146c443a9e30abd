import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../functions/lib/config.ts";
import { parseFailpoint } from "../../../functions/lib/failpoints.ts";
import { requiredVariables as required } from "../../support/required-variables.ts";

describe("P-7, X-52 configuration", () => {
  it("needs no key and no model: the offline generator is the default", () => {
    expect(loadConfig(required)).toMatchObject({
      LLM_PROVIDER: "offline",
      TICKETS_SUBMITS_PER_MINUTE: 60,
      TICKETS_READS_PER_MINUTE: 600,
      INCIDENT_REQUESTS_PER_MINUTE: 3_000,
      TICKETS_QUEUED_PER_CLIENT: 100,
      TICKETS_MAX_BODY_BYTES: 262_144,
      JOB_RETENTION_HOURS: 168,
    });
  });

  it("names every wrong variable at once", () => {
    const load = () =>
      loadConfig({ ...required, TESSERA_TABLE: undefined, JOB_RETENTION_HOURS: "0", LLM_PROVIDER: "x" });

    expect(load).toThrow(/TESSERA_TABLE[\s\S]*JOB_RETENTION_HOURS[\s\S]*LLM_PROVIDER/);
  });

  it("takes an empty variable for one that nobody set, and ignores unknown ones", () => {
    expect(loadConfig({ ...required, JOB_RETENTION_HOURS: "", ANYTHING: "x" }).JOB_RETENTION_HOURS).toBe(168);
  });

  it("refuses a secret key that is not 32 bytes", () => {
    const load = () => loadConfig({ ...required, TESSERA_SECRET_KEY: randomBytes(16).toString("base64") });

    expect(load).toThrow("TESSERA_SECRET_KEY");
  });
});

describe("X-24, C-23 incidents without a key", () => {
  it.each([
    [undefined, false],
    ["", false],
    ["0", false],
    ["true", true],
    ["1", true],
  ])("ALLOW_ANONYMOUS=%s: %s", (value, expected) => {
    expect(loadConfig({ ...required, ALLOW_ANONYMOUS: value }).ALLOW_ANONYMOUS).toBe(expected);
  });

  it("are an operator's choice in production too, and nothing but a choice", () => {
    const production = { ...required, NODE_ENV: "production" };

    expect(loadConfig({ ...production, ALLOW_ANONYMOUS: "true" }).ALLOW_ANONYMOUS).toBe(true);
    expect(refusal({ ALLOW_ANONYMOUS: "perhaps" })).toContain("ALLOW_ANONYMOUS");
  });
});

describe("PX-64 the desk's mails", () => {
  it("need the address that their links begin with", () => {
    const from = { DESK_MAIL_FROM: "desk@example.com" };
    const url = { DESK_PUBLIC_URL: "https://tickets.example.com/" };

    expect(refusal(from)).toContain("DESK_PUBLIC_URL");
    expect(refusal({ DESK_MAIL_FROM: "the desk", ...url })).toContain("DESK_MAIL_FROM");
    expect(refusal({ ...from, DESK_PUBLIC_URL: "http://tickets.example.com" })).toContain("https");
    expect(loadConfig({ ...required, ...from, ...url }).DESK_PUBLIC_URL).toBe("https://tickets.example.com");
  });
});

/** What the operator reads of a configuration that is refused. */
function refusal(env: Record<string, string>): string {
  try {
    loadConfig({ ...required, ...env });
  } catch (cause) {
    return String(cause);
  }
  return "nothing thrown";
}

describe("X-52 keys of the models", () => {
  const names = [
    "OPENAI_API_KEY",
    "ANTHROPIC_API_KEY",
    "GOOGLE_API_KEY",
    "MOONSHOT_API_KEY",
    "VLLM_API_KEY",
    "AWS_BEARER_TOKEN_BEDROCK",
  ] as const;

  it.each(names)("%s is taken without the blanks around it", (name) => {
    expect(loadConfig({ ...required, [name]: " sk-a.b_C-9\n" })[name]).toBe("sk-a.b_C-9");
  });

  it.each(names)("%s of blanks alone counts as not set", (name) => {
    expect(loadConfig({ ...required, [name]: " \t\n" })[name]).toBeUndefined();
  });

  it.each([
    ["a line break", "sk-left\nright"],
    ["a blank", "sk-left right"],
    ["a control character", "sk-left\u0007right"],
    ["a letter that no header takes", "sk-leftµright"],
  ])("a key with %s is refused, and the message does not hold it", (_name, key) => {
    const message = refusal({ OPENAI_API_KEY: key });

    expect(message).toContain("must be printable ASCII");
    expect(message).toContain("OPENAI_API_KEY");
    expect(message).not.toMatch(/left|right/);
  });
});

describe("X-52 where the models are", () => {
  const names = [
    "OPENAI_BASE_URL",
    "ANTHROPIC_BASE_URL",
    "GOOGLE_BASE_URL",
    "MOONSHOT_BASE_URL",
    "BEDROCK_BASE_URL",
    "OLLAMA_BASE_URL",
    "VLLM_BASE_URL",
  ] as const;
  const safe = [
    "https://models.example.com:8443/v1",
    "http://localhost:8000",
    "http://127.0.0.2:11434",
    "http://[::1]:11434",
    "http://[fd00::2]",
    "http://10.1.2.3",
    "http://172.31.255.255",
    "http://192.168.0.10/v1",
    "http://host.docker.internal:11434",
    "http://ollama:11434",
  ];
  const unsafe = [
    "http://models.example.com",
    "http://8.8.8.8",
    "http://172.32.0.1",
    "http://[2606:4700::1111]",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://internal.example.com",
    "http://127.0.0.1@models.example.com",
    "ftp://127.0.0.1",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "models.example.com",
  ];

  it.each(names.flatMap((name) => safe.map((url) => [name, url] as const)))("%s may be %s", (name, url) => {
    expect(loadConfig({ ...required, [name]: url })[name]).toBe(url);
  });

  it.each(names.flatMap((name) => unsafe.map((url) => [name, url] as const)))("%s may not be %s", (name, url) => {
    expect(refusal({ [name]: url })).toContain(name);
  });
});

describe("X-52 vLLM", () => {
  const host = { VLLM_BASE_URL: "http://10.1.2.3:8000/v1" };
  const used = { LLM_PROVIDER: "vllm" };

  it("is the default where the operator says where it is, and what it serves", () => {
    const env = { ...required, ...used, ...host, VLLM_MODEL: "Qwen/Qwen3-8B" };

    expect(loadConfig(env)).toMatchObject({ LLM_PROVIDER: "vllm", VLLM_MODEL: "Qwen/Qwen3-8B" });
    expect(refusal(used)).toMatch(/VLLM_BASE_URL[\s\S]*VLLM_MODEL/);
    expect(refusal({ ...used, ...host })).toContain("VLLM_MODEL");
    expect(refusal({ ...used, VLLM_MODEL: "m" })).toContain("VLLM_BASE_URL");
  });

  it.each(["OLLAMA_CONTEXT_TOKENS", "VLLM_CONTEXT_TOKENS"] as const)("%s is between 4,096 and a million", (name) => {
    expect(loadConfig({ ...required, ...host, [name]: "8192" })[name]).toBe(8_192);
    expect(loadConfig({ ...required, ...host })[name]).toBeUndefined();
    for (const wrong of ["4095", "1048577", "8k"]) expect(refusal({ [name]: wrong })).toContain(name);
  });
});

describe("X-53 switches for tests", () => {
  it.each([
    ["EGRESS_ALLOW_HOSTS", "127.0.0.1"],
    ["TESSERA_TIME_OFFSET_MS", "1"],
    ["TESSERA_TEST_CLOCK", "1"],
    ["FAILPOINT", "queue.send:before:kill"],
  ])("%s is refused in production", (name, value) => {
    expect(loadConfig({ ...required, [name]: value })).toBeDefined();
    expect(() => loadConfig({ ...required, [name]: value, NODE_ENV: "production" })).toThrow(name);
  });

  it.each(["queue.send", "queue.send:during:kill", "queue.send:before:explode"])(
    "cannot read the failpoint %s",
    (text) => {
      expect(() => parseFailpoint(text)).toThrow("FAILPOINT");
    },
  );
});
