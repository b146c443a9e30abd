import autocannon from "autocannon";
import type { Product, RouteCost } from "./product.ts";

export interface LoadCase {
  name: string;
  route: string;
  requests: number;
  request(index: number): { method: "GET" | "POST"; path: string; body?: string };
}

export interface LoadRow {
  case: string;
  "c=": number;
  "requests/s": number;
  "p50 ms": number;
  "p99 ms": number;
  "CPU ms": number;
  "table CPU ms": number;
  "table requests": number;
  RCU: number;
  WCU: number;
  "not 2xx": number;
}

/** One case at one concurrency, as a row of the report. Everything but the rate is for one request. */
export async function runCase(product: Product, load: LoadCase, concurrency: number): Promise<LoadRow> {
  product.takeCosts();
  const before = product.cpu();
  let index = 0;
  const result = await autocannon({
    url: product.url,
    connections: concurrency,
    amount: load.requests,
    headers: { authorization: `Bearer ${product.key}`, "content-type": "application/json" },
    requests: [{ setupRequest: (request) => ({ ...request, ...load.request(index++) }) }],
  });
  const after = product.cpu();
  const cost = product.takeCosts().get(load.route);
  return {
    case: load.name,
    "c=": concurrency,
    "requests/s": Math.round(load.requests / ((result.finish.getTime() - result.start.getTime()) / 1_000)),
    "p50 ms": result.latency.p50,
    "p99 ms": result.latency.p99,
    "CPU ms": round((after.productMs - before.productMs) / load.requests),
    "table CPU ms": round((after.tableMs - before.tableMs) / load.requests),
    ...costPerRequest(cost),
    "not 2xx": result.non2xx + result.errors,
  };
}

function costPerRequest(cost: RouteCost | undefined): Pick<LoadRow, "table requests" | "RCU" | "WCU"> {
  const { requests, tableRequests, readUnits, writeUnits } = cost ?? {
    requests: 1,
    tableRequests: Number.NaN,
    readUnits: Number.NaN,
    writeUnits: Number.NaN,
  };
  return {
    "table requests": round(tableRequests / requests),
    RCU: round(readUnits / requests),
    WCU: round(writeUnits / requests),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
