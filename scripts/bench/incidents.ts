import { randomUUID } from "node:crypto";
import { type LoadCase, type LoadRow, runCase } from "./load.ts";
import { type Product, startProduct } from "./product.ts";

/** P-12: as many as one list may answer. */
const incidentCount = 1_000;
const arrayLength = 100;

const severities = ["critical", "high", "medium", "low"];

function anomaly(service: string, index = 0): object {
  return {
    event_id: randomUUID(),
    "@timestamp": new Date().toISOString(),
    anomaly_type: "error_rate",
    anomaly_score: 4.2,
    severity: severities[index % severities.length],
    service,
    tenant_id: "bench",
    error_message: "connection refused by orders-db:5432",
    affected_services: ["order-engine", "notification-svc"],
  };
}

/** Incidents: what an anomaly costs, alone and in a storm, and what reading a thousand incidents does (P-12). */
export async function benchIncidents(): Promise<void> {
  const product = await startProduct({ TESSERA_LOCAL_WORKERS: "0" });
  try {
    const ids = await openIncidents(product);
    const rows: LoadRow[] = [];
    for (const load of casesFor(ids)) {
      for (const concurrency of [1, 32]) {
        await runCase(product, { ...load, requests: 2 * concurrency + 10 }, concurrency);
        rows.push(await runCase(product, load, concurrency));
      }
    }
    console.table(rows);
  } finally {
    await product.dispose();
  }
}

async function openIncidents(product: Product): Promise<string[]> {
  const ids: string[] = [];
  for (let first = 0; first < incidentCount; first += arrayLength) {
    const events = Array.from({ length: arrayLength }, (_, at) => anomaly(`service-${first + at}`, first + at));
    const response = await fetch(`${product.url}/api/v1/anomalies`, {
      method: "POST",
      headers: { authorization: `Bearer ${product.key}`, "content-type": "application/json" },
      body: JSON.stringify(events),
    });
    const { results } = (await response.json()) as { results: { incidentId: string }[] };
    ids.push(...results.map(({ incidentId }) => incidentId));
  }
  return ids;
}

function casesFor(ids: readonly string[]): LoadCase[] {
  const pick = (index: number) => ids[(index * 7_919) % ids.length] ?? "";
  const post = (name: string, service: () => string): LoadCase => ({
    name,
    route: "POST /api/anomalies",
    requests: 300,
    request: () => ({ method: "POST", path: "/api/anomalies", body: JSON.stringify(anomaly(service())) }),
  });
  return [
    {
      name: "list 1,000",
      route: "GET /api/incidents",
      requests: 64,
      request: () => ({ method: "GET", path: "/api/incidents" }),
    },
    {
      name: "list 25",
      route: "GET /api/incidents",
      requests: 500,
      request: () => ({ method: "GET", path: "/api/incidents?limit=25&status=open" }),
    },
    {
      name: "get",
      route: "GET /api/incidents/:id",
      requests: 500,
      request: (index) => ({ method: "GET", path: `/api/incidents/${pick(index)}` }),
    },
    post("anomaly, new", () => `service-${randomUUID()}`),
    post("anomaly, in a storm", () => "storm"),
  ];
}
