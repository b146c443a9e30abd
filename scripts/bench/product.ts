import { readdirSync, readFileSync } from "node:fs";
import { startProduct as start } from "../../test/support/product.ts";

/** What the table charged for the requests of one route, as the access log lines say. */
export interface RouteCost {
  requests: number;
  tableRequests: number;
  readUnits: number;
  writeUnits: number;
}

export interface Product {
  url: string;
  key: string;
  /** CPU milliseconds used so far by the product's own process, and by the table engine that it started. */
  cpu(): { productMs: number; tableMs: number };
  /** The costs seen since the last call, by method and route. */
  takeCosts(): Map<string, RouteCost>;
  dispose(): Promise<void>;
}

/** The product as `npm start` runs it, with limits out of the way. */
export async function startProduct(env: Record<string, string> = {}, dataDir?: string): Promise<Product> {
  const product = await start({
    env: {
      TICKETS_QUEUED_PER_CLIENT: "1000000",
      TICKETS_QUEUED_IN_ALL: "1000000",
      DESK_REQUESTS_PER_MINUTE: "1000000",
      INCIDENT_REQUESTS_PER_MINUTE: "1000000",
      ...env,
    },
    ...(dataDir !== undefined && { dataDir }),
  });
  let costs = new Map<string, RouteCost>();
  product.onLine((line) => {
    if (line.includes('"route"')) addCost(costs, JSON.parse(line));
  });
  return {
    url: product.url,
    key: product.key,
    dispose: product.dispose,
    cpu: () => cpuOf(product.pid),
    takeCosts: () => {
      const taken = costs;
      costs = new Map();
      return taken;
    },
  };
}

function addCost(
  costs: Map<string, RouteCost>,
  line: { method: string; route: string; table: { requests: number; readUnits: number; writeUnits: number } },
): void {
  const name = `${line.method} ${line.route}`;
  const sum = costs.get(name) ?? { requests: 0, tableRequests: 0, readUnits: 0, writeUnits: 0 };
  costs.set(name, {
    requests: sum.requests + 1,
    tableRequests: sum.tableRequests + line.table.requests,
    readUnits: sum.readUnits + line.table.readUnits,
    writeUnits: sum.writeUnits + line.table.writeUnits,
  });
}

function cpuOf(pid: number): { productMs: number; tableMs: number } {
  const children = readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .filter((candidate) => Number(statOf(candidate)[1]) === pid);
  return { productMs: cpuMsOf(pid), tableMs: children.reduce((sum, id) => sum + cpuMsOf(id), 0) };
}

/** The fields of /proc/<pid>/stat behind the command, which may hold spaces itself. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

/** User and system time; Linux counts both in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const stat = statOf(pid);
  return (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) * 10;
}
