import * as z from "zod";
import { ofType } from "../support/resources.ts";
import type { Stack } from "../support/stack.ts";
import type { Check } from "./check.ts";

const FunctionUrl = z.object({ invokeMode: z.string(), functionName: z.string() });
const Distribution = z.object({
  enabled: z.boolean(),
  origins: z.array(
    z.object({
      domainName: z.string(),
      customHeaders: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
      customOriginConfig: z.object({ originProtocolPolicy: z.string() }),
    }),
  ),
  defaultCacheBehavior: z.object({
    viewerProtocolPolicy: z.string(),
    cachePolicyId: z.string(),
    originRequestPolicyId: z.string(),
    allowedMethods: z.array(z.string()),
    functionAssociations: z.array(z.object({ eventType: z.string() })).default([]),
  }),
});

const distributionsOf = (stack: Stack) => ofType(stack, "distribution").map(({ inputs }) => Distribution.parse(inputs));
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

export const apiChecks: readonly Check[] = [
  {
    name: "the API has one function URL, which streams its answers",
    find: (stack) => {
      const urls = ofType(stack, "functionUrl").map(({ inputs }) => FunctionUrl.parse(inputs));
      return urls.length === 1 && urls[0]?.invokeMode === "RESPONSE_STREAM" ? [] : [JSON.stringify(urls)];
    },
  },
  {
    name: "CloudFront stands before it, by TLS alone, with the key that the function asks for",
    find: (stack) =>
      distributionsOf(stack).length === 1
        ? distributionsOf(stack).flatMap(({ enabled, origins, defaultCacheBehavior: behavior }) => {
            const [origin] = origins;
            const headers = origin?.customHeaders.map(({ name }) => name).join();
            const encrypted =
              behavior.viewerProtocolPolicy === "https-only" &&
              origin?.customOriginConfig.originProtocolPolicy === "https-only";
            const viewers = behavior.functionAssociations.map(({ eventType }) => eventType).join() === "viewer-request";
            return enabled && encrypted && viewers && headers === "x-tessera-edge" ? [] : ["Edge"];
          })
        : ["no single distribution"],
  },
  {
    name: "no answer is cached, and every method passes",
    find: (stack) =>
      distributionsOf(stack).flatMap(({ defaultCacheBehavior: { cachePolicyId, allowedMethods } }) =>
        cachePolicyId === cachingDisabled && allowedMethods.toSorted().join() === methods.join() ? [] : ["Edge"],
      ),
  },
];
