/** List prices of AWS in us-east-1, in dollars, as published in November 2025; change them here for another region. */
export const prices = {
  lambdaRequest: 0.2 / 1e6,
  /** arm64, first tier. */
  lambdaGbSecond: 0.000_013_333_4,
  dynamoReadUnit: 0.125 / 1e6,
  dynamoWriteUnit: 0.625 / 1e6,
  sqsRequest: 0.4 / 1e6,
  stepFunctionsTransition: 25 / 1e6,
  eventBridgeEvent: 1 / 1e6,
  schedulerInvocation: 1 / 1e6,
  logsGb: 0.5,
  cloudFrontRequest: 1 / 1e6,
  cloudFrontFunction: 0.1 / 1e6,
  transferGb: 0.085,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  keyMonth: 1,
} as const;
export type Price = keyof typeof prices;

/** How often each priced thing was used. */
export type Usage = Partial<Record<Price, number>>;

export function addUsage(...parts: readonly Usage[]): Usage {
  const sum: Usage = {};
  for (const part of parts) {
    for (const [name, amount] of entriesOf(part)) sum[name] = (sum[name] ?? 0) + amount;
  }
  return sum;
}

export function timesUsage(factor: number, usage: Usage): Usage {
  return Object.fromEntries(entriesOf(usage).map(([name, amount]) => [name, amount * factor]));
}

/** What the usage costs, by what is paid for, dearest first. */
export function costOf(usage: Usage): { name: Price; dollars: number }[] {
  const costs = entriesOf(usage).map(([name, amount]) => ({ name, dollars: amount * prices[name] }));
  return costs.toSorted((a, b) => b.dollars - a.dollars);
}

function entriesOf(usage: Usage): [Price, number][] {
  // `Usage` has no other keys than prices.
  return Object.entries(usage) as [Price, number][];
}
