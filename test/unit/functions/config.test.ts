import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../functions/lib/config.ts";
import { parseFailpoint } from "../../../functions/lib/failpoints.ts";

const required = {
  TESSERA_TABLE: "tessera",
  TESSERA_JOBS_QUEUE_URL: "http://127.0.0.1/jobs",
  TESSERA_CALLBACKS_QUEUE_URL: "http://127.0.0.1/callbacks",
  TESSERA_INTAKE_DLQ_URL: "http://127.0.0.1/intake",
  TESSERA_WORKFLOW_ARN: "arn:aws:states:us-east-1:000000000000:stateMachine:jobs",
  TESSERA_EVENT_BUS: "tessera",
  TESSERA_SECRET_KEY: randomBytes(32).toString("base64"),
};

describe("P-7, X-52 configuration", () => {
  it("needs no key and no model: the offline generator is the default", () => {
    expect(loadConfig(required)).toMatchObject({
      LLM_PROVIDER: "offline",
      TICKETS_SUBMITS_PER_MINUTE: 60,
      TICKETS_READS_PER_MINUTE: 600,
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
