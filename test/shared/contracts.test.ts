import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeOllama, startFakeOllama } from "../support/fake-ollama.ts";
import { type Product, startProduct } from "../support/product.ts";
import { ticketsClient } from "../support/tickets-client.ts";

const shared = process.env.TESSERA_SHARED ?? "";
const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8"));

let model: FakeOllama;
let product: Product;
beforeAll(async () => {
  model = await startFakeOllama();
  product = await startProduct({
    env: { LLM_PROVIDER: "ollama", OLLAMA_BASE_URL: model.url },
  });
});
afterAll(async () => {
  await product?.dispose();
  await model?.stop();
});

describe("M5 what we send to a model host satisfies the vendor's contract", () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(readJson(join(shared, "contracts/ollama.json")), "ollama");
  const isChatRequest = ajv.compile({ $ref: "ollama#/components/schemas/ChatRequest" });

  it("Ollama's ChatRequest", async () => {
    const client = ticketsClient(product);

    await client.untilEnded(await client.submit());

    expect(model.requests.length).toBe(1);
    expect(isChatRequest(model.requests[0]), JSON.stringify(isChatRequest.errors)).toBe(true);
  });

  it("can fail: a request without a model is refused (M8)", () => {
    const { model: _model, ...mutant } = model.requests[0] ?? {};

    expect(isChatRequest(mutant)).toBe(false);
  });
});

describe("the project's copies of what it was given", () => {
  it("seed 001 is the document that clients of TaskForge have", () => {
    const seeds = join(shared, "product/seeds");
    const seed = readdirSync(seeds).find((name) => name.startsWith("001"));

    const copy = readJson(join(import.meta.dirname, "../contract/fixtures/seed-001.openapi.json"));

    expect(copy).toEqual(readJson(join(seeds, seed ?? "")));
  });
});
