import { apiFunctionSeconds } from "../functions/lib/limits.ts";
import { productFunction } from "./function.ts";
import { attachmentAccess, mayInvokeModels, maySend, maySendMail, tableAccess } from "./permissions.ts";
import type { Product } from "./product.ts";

/** The API behind one function URL with response streaming, and CloudFront in front of it. */
export function api(product: Product) {
  const { secrets } = product;
  const handler = productFunction(product, "Api", {
    handler: "functions/api.handler",
    description: "The HTTP surfaces",
    timeoutSeconds: apiFunctionSeconds,
    permissions: [
      ...tableAccess(product.table),
      attachmentAccess(product.attachments),
      maySend(product.jobs.queue, product.callbacks.queue, product.incidents.queue),
      { actions: ["states:StopExecution"], resources: [product.workflow.executionArn] },
      ...mayInvokeModels(product.stage.bedrockModelArns),
      ...(product.stage.mailFrom ? [maySendMail(product.stage.mailFrom)] : []),
    ],
    // It calls models only to tell whether they are there (LC-48, LC-49).
    secrets: [secrets.edgeKey, ...secrets.modelKeys],
    uses: ["workflow", "formats", "models", "platforms"],
    url: true,
    copyFiles: documentationFiles,
  });
  const cdn = new sst.aws.Cdn("Edge", distributionArgs(product, handler.lambda.url));
  return { handler, cdn, url: $util.all([cdn.domainUrl, cdn.url]).apply(([domain, own]) => domain ?? own) };
}
export type Http = ReturnType<typeof api>;

/** What /docs and /redoc serve, laid beside the bundle (functions/lib/assets.ts). */
const documentationFiles = [
  ...["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"].map((file) => ({
    from: `node_modules/swagger-ui-dist/${file}`,
    to: `assets/swagger-ui/${file}`,
  })),
  { from: "node_modules/redoc/bundles/redoc.standalone.js", to: "assets/redoc.standalone.js" },
];

/** CloudFront's own policy "CachingDisabled": every answer belongs to one caller. */
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** CloudFront's own policy "AllViewerExceptHostHeader": a function URL answers to its own name only. */
const allViewerExceptHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

function distributionArgs({ stage, secrets }: Product, functionUrl: $util.Output<string>): sst.aws.CdnArgs {
  return {
    comment: `${$app.name} ${$app.stage}`,
    ...(stage.domain && { domain: stage.domain }),
    wait: false,
    origins: [
      {
        originId: "api",
        domainName: functionUrl.apply((url) => new URL(url).hostname),
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
          originReadTimeout: 60,
          originKeepaliveTimeout: 60,
        },
        customHeaders: [{ name: "x-tessera-edge", value: secrets.edgeKey.value }],
      },
    ],
    defaultCacheBehavior: {
      targetOriginId: "api",
      viewerProtocolPolicy: "https-only",
      allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: cachingDisabled,
      originRequestPolicyId: allViewerExceptHost,
      compress: true,
      functionAssociations: [{ eventType: "viewer-request", functionArn: viewerAddress().arn }],
    },
  };
}

/**
 * Hands on who calls, and by which name: the function URL itself only sees CloudFront, and its own name. What a caller
 * wrote into these headers is lost.
 */
function viewerAddress() {
  return new aws.cloudfront.Function("ViewerAddress", {
    name: `${$app.name}-${$app.stage}-viewer-address`,
    runtime: "cloudfront-js-2.0",
    publish: true,
    code: `function handler(event) {
  const request = event.request;
  request.headers["x-tessera-viewer"] = { value: event.viewer.ip };
  request.headers["x-tessera-host"] = { value: request.headers.host.value };
  delete request.headers["x-tessera-edge"];
  return request;
}
`,
  });
}
