import { describe, expect, it } from "vitest";
import { portsOf, readLocalConfig } from "../../packages/local/src/config.ts";

describe("X-50 the configuration of a local start", () => {
  it("needs nothing", () => {
    expect(readLocalConfig({})).toMatchObject({ HOST: "127.0.0.1", PORT: 8080, TESSERA_DATA_DIR: ".tessera" });
  });

  it("takes an empty variable as one that is not set", () => {
    expect(readLocalConfig({ PORT: "", TESSERA_BOOTSTRAP_KEY: "" })).toEqual(readLocalConfig({}));
  });

  it("names every wrong variable at once", () => {
    const read = () => readLocalConfig({ PORT: "web", COMPAT_PORTS: "maybe", TESSERA_SWEEP_SECONDS: "0" });

    expect(read).toThrow(/^Bad configuration\n.*PORT.*COMPAT_PORTS.*TESSERA_SWEEP_SECONDS/s);
  });
});

describe("X-24, C-23 incidents without a key", () => {
  it("are open on a laptop, unless somebody closes them", () => {
    expect(readLocalConfig({}).ALLOW_ANONYMOUS).toBe("1");
    expect(readLocalConfig({ ALLOW_ANONYMOUS: "0" }).ALLOW_ANONYMOUS).toBe("0");
  });
});

describe("X-2 the ports", () => {
  it("are one, or with COMPAT_PORTS=1 also those of the four systems", () => {
    expect(portsOf(readLocalConfig({}))).toEqual([8080]);
    expect(portsOf(readLocalConfig({ COMPAT_PORTS: "1" }))).toEqual([8080, 8000, 18_081, 3000]);
  });
});
