import * as z from "zod";

/** `offline` is the rules of this product: no host, no key, no cost. Every other name is a vendor's API. */
export const modelProviders = ["openai", "claude", "gemini", "kimi", "bedrock", "ollama", "vllm", "offline"] as const;
export type ModelProvider = (typeof modelProviders)[number];

/** Which model is asked: a vendor, and the name that the vendor knows it by. */
export const ModelChoice = z.object({ provider: z.enum(modelProviders), model: z.string().min(1) });
export type ModelChoice = z.infer<typeof ModelChoice>;
