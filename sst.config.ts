/// <reference path="./.sst/platform/config.d.ts" />

// SST reads this file before it knows anything else: everything is imported inside `run`.
export default $config({
  app(input) {
    const production = input.stage === "production";
    return {
      name: "tessera",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
      providers: {
        aws: {
          region: "eu-central-1",
          defaultTags: { tags: { app: "tessera", stage: input.stage, "managed-by": "sst" } },
        },
      },
    };
  },
  async run() {
    const { settings } = await import("./stacks/settings.ts");
    const { secrets } = await import("./stacks/secrets.ts");
    const { storage } = await import("./stacks/storage.ts");
    const { messaging } = await import("./stacks/messaging.ts");
    const { product } = await import("./stacks/product.ts");
    const { workflow } = await import("./stacks/workflow.ts");
    const { api } = await import("./stacks/api.ts");
    const { events } = await import("./stacks/events.ts");
    const { schedules } = await import("./stacks/schedules.ts");
    const { observability } = await import("./stacks/observability.ts");

    const stage = settings();
    const parts = { ...storage(stage), ...messaging() };
    const tessera = product({ stage, secrets: secrets(), ...parts });
    const jobs = workflow(tessera);
    const http = api(tessera);
    const publishing = events(tessera, jobs);
    const sweeps = schedules(tessera);
    observability({ tessera, jobs, http, publishing, sweeps });

    return {
      url: http.url,
      table: parts.table.name,
      bus: parts.bus.name,
      agentsQueue: parts.agents.queue.url,
      anomaliesQueue: parts.anomalies.queue.url,
    };
  },
});
