/** Events as detectors send them, each with what the rules must find in it. */
interface Case {
  name: string;
  event: Record<string, unknown>;
  title: string;
  /** In the root cause: the service where it began, its category, its first error line. */
  cause: readonly string[];
  /** In the impact, the steps or the suggested fix. */
  rest: readonly string[];
}

const base = {
  event_id: "evt-1",
  "@timestamp": "2026-03-01T12:00:00Z",
  anomaly_type: "error_rate",
  anomaly_score: 4.2,
  severity: "high",
  service: "payment-api",
  tenant_id: "dev-local",
};

/** A line of a request's trace. */
function line(service: string, level: string, message: string, more: Record<string, unknown> = {}) {
  return { timestamp: "2026-03-01T11:59:58Z", service, level, message, ...more };
}

export function makeEvent(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...base, ...overrides };
}

/** An event whose only evidence is its error message. */
function told(
  error_message: string,
  title: string,
  cause: readonly string[],
  rest: readonly string[],
  more: Record<string, unknown> = {},
): Case {
  return { name: error_message.slice(0, 60), event: makeEvent({ error_message, ...more }), title, cause, rest };
}

const highErrors = "High error rate on payment-api";

export const cases: readonly Case[] = [
  // Out of memory
  told(
    "java.lang.OutOfMemoryError: Java heap space",
    highErrors,
    ["out-of-memory", "payment-api ran out of memory", "Java heap space"],
    ["heap dump"],
  ),
  told(
    "Container worker was OOMKilled (exit code 137)",
    "High memory usage on image-resizer",
    ["out-of-memory", "image-resizer"],
    ["memory limit"],
    { service: "image-resizer", anomaly_type: "memory_spike" },
  ),
  told(
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
    highErrors,
    ["out-of-memory"],
    ["heap dump"],
  ),
  told("fork: Cannot allocate memory", highErrors, ["out-of-memory"], ["memory"]),
  told(
    'Traceback (most recent call last):\n  File "worker.py", line 12, in run\n    rows = load()\nMemoryError: unable to allocate 8 GiB',
    highErrors,
    ["out-of-memory", 'First error: "MemoryError: unable to allocate 8 GiB"'],
    ["memory"],
  ),
  // Database
  told(
    "ERROR: deadlock detected DETAIL: Process 12 waits for ShareLock on transaction 99",
    highErrors,
    ["(database)", "deadlock detected", "locks"],
    ["same order"],
  ),
  told(
    "HikariPool-1 - Connection is not available, request timed out after 30000ms.",
    highErrors,
    ["(database)", "HikariPool-1"],
    ["pool's size"],
  ),
  told(
    "FATAL: remaining connection slots are reserved for non-replication superuser connections",
    highErrors,
    ["(database)"],
    ["idle"],
  ),
  told(
    "SQLSTATE[40001]: Lock wait timeout exceeded; try restarting transaction",
    highErrors,
    ["(database)"],
    ["end the one that blocks"],
  ),
  told(
    "QueuePool limit of size 5 overflow 10 reached, connection timed out",
    highErrors,
    ["(database)"],
    ["payment-api"],
  ),
  told("FATAL: sorry, too many clients already: too many connections", highErrors, ["(database)"], ["pool"]),
  // A service behind it
  told(
    "upstream request failed: HTTP 503 Service Unavailable from inventory",
    highErrors,
    ["(dependency)", "503"],
    ["replicas"],
  ),
  told(
    "Received 502 Bad Gateway from http://ledger:8080/post",
    highErrors,
    ["(dependency)", "502 Bad Gateway"],
    ["back off"],
  ),
  told("504 Gateway Time-out", highErrors, ["(dependency)"], ["payment-api"]),
  told("no healthy upstream", highErrors, ["(dependency)"], ["health"]),
  told("io.grpc.StatusRuntimeException: UNAVAILABLE: io exception", highErrors, ["(dependency)"], ["payment-api"]),
  // Limits
  told(
    "429 Too Many Requests: rate limit reached for requests per min",
    highErrors,
    ["(rate limit)", "throttled"],
    ["back-off"],
  ),
  told("ProvisionedThroughputExceededException: request was throttled", highErrors, ["(rate limit)"], ["limit"]),
  // Refusals
  told(
    "401 Unauthorized: token has expired",
    "Authentication failures on sso",
    ["(auth)", "sso is refused"],
    ["rotated"],
    { service: "sso", anomaly_type: "auth_failure" },
  ),
  told('password authentication failed for user "payments"', highErrors, ["(auth)"], ["key, token or role"]),
  told("AccessDenied: User is not authorized to perform: s3:GetObject", highErrors, ["(auth)"], ["role"]),
  told("x509: certificate has expired or is not yet valid", highErrors, ["(certificate)"], ["renew"]),
  // Resources
  told(
    "write /var/lib/app/wal.log: no space left on device",
    "Disk filling up on ledger",
    ["(resource)", "no space left"],
    ["log rotation"],
    { service: "ledger", anomaly_type: "disk_usage" },
  ),
  told("accept4: too many open files (EMFILE)", highErrors, ["(resource)"], ["ulimit"]),
  told(
    "java.util.concurrent.RejectedExecutionException: Task rejected, queue is full",
    highErrors,
    ["(resource)"],
    ["thread dump"],
  ),
  told(
    "CPU throttling high: 87% of periods",
    "High CPU usage on ranker",
    ["(resource): ranker has more work"],
    ["CPU profile"],
    { service: "ranker", anomaly_type: "cpu_saturation" },
  ),
  // Timeouts
  told("context deadline exceeded", highErrors, ["(timeout)"], ["slowest span"]),
  told("SocketTimeoutException: Read timed out", highErrors, ["(timeout)", "Read timed out"], ["slowest span"]),
  told(
    "request to /v1/quote took too long: no response within 10 s",
    "High latency on pricing",
    ["(timeout)"],
    ["pricing"],
    { service: "pricing", anomaly_type: "latency_p99" },
  ),
  // Connections
  told(
    "connect ECONNREFUSED 10.0.4.12:6379",
    highErrors,
    ["(connection)", "ECONNREFUSED 10.0.4.12:6379"],
    ["open the port"],
  ),
  told("getaddrinfo ENOTFOUND redis.internal", highErrors, ["(connection)"], ["resolve the name"]),
  told("read: connection reset by peer", highErrors, ["(connection)"], ["network policies"]),
  told("dial tcp: lookup orders.svc: no such host", highErrors, ["(connection)"], ["DNS"]),
  // Crashes
  told(
    "panic: runtime error: index out of range [3] with length 3",
    "Crashes on matcher",
    ["(crash)", "index out of range"],
    ["Roll matcher back"],
    { service: "matcher", anomaly_type: "restart_loop" },
  ),
  told("Back-off restarting failed container api in pod payment-api-7d9", highErrors, ["(crash)"], ["stack trace"]),
  told(
    "TypeError: Cannot read properties of undefined (reading 'id')\n    at handler (/app/index.js:10:5)",
    highErrors,
    ["(crash)", "First error: \"TypeError: Cannot read properties of undefined (reading 'id')\""],
    ["input"],
  ),
  told(
    'Exception in thread "main" java.lang.NullPointerException\n\tat com.acme.Pay.run(Pay.java:12)',
    highErrors,
    ["(crash)", 'NullPointerException"'],
    ["handle"],
  ),
  told("signal SIGSEGV: segmentation violation", highErrors, ["(crash)"], ["payment-api"]),
  // Traces
  {
    name: "a failure that comes up from the database behind two services",
    event: makeEvent({
      ...{ anomaly_type: "request_failure", service: "checkout", severity: "critical", trace_id: "4bf92f35" },
      ...{ affected_endpoint: "POST /checkout", environment: "production" },
      affected_services: ["api-gateway", "checkout", "orders", "orders-db"],
      request_trace: [
        line("api-gateway", "INFO", "POST /checkout"),
        line("checkout", "INFO", "create order", { duration_ms: 5 }),
        line("orders", "INFO", "insert order"),
        line("orders-db", "ERROR", "deadlock detected", { duration_ms: 1_003.4 }),
        line("orders", "ERROR", "could not save order: deadlock detected"),
        line("checkout", "ERROR", "orders answered 500", { status_code: 500 }),
        line("api-gateway", "ERROR", "HTTP 500 POST /checkout"),
      ],
    }),
    title: "Request failures on checkout",
    cause: [
      "(database): orders-db waits",
      'First error: "deadlock detected"',
      "spread to orders, checkout and api-gateway",
    ],
    rest: [
      "4 services are affected in production",
      "POST /checkout",
      "4bf92f35",
      "orders-db fails after 1003 ms: deadlock detected",
      "database that orders-db uses",
    ],
  },
  {
    name: "spans that name their parents, whatever their order",
    event: makeEvent({
      requestTrace: [
        line("cache", "ERROR", "connection refused", { spanId: "c", parentSpanId: "b" }),
        line("orders", "ERROR", "cache is unreachable", { spanId: "b", parentSpanId: "a" }),
        line("audit", "ERROR", "timeout", { spanId: "d", parentSpanId: "a" }),
        line("payment-api", "ERROR", "failed", { spanId: "a" }),
      ],
    }),
    title: highErrors,
    cause: ["(connection): cache has its connections refused", "connection refused"],
    rest: ["4 services are affected"],
  },
  {
    name: "a chain of causes from caller to called",
    event: makeEvent({ causal_chain: ["api-gateway", "payment-api", "redis: connection refused"], error_rate: 0.34 }),
    title: highErrors,
    cause: ["redis has its connections refused", '"connection refused"', "spread to payment-api and api-gateway"],
    rest: ["fail at a rate of 34%"],
  },
  {
    name: "a chain of causes from cause to effect",
    event: makeEvent({ causal_chain: ["orders-db (lock wait timeout) -> orders -> payment-api"] }),
    title: highErrors,
    cause: ["(database): orders-db waits", '"lock wait timeout"'],
    rest: ["3 services are affected"],
  },
  {
    name: "chain items as objects",
    event: makeEvent({
      causalChain: [
        { service: "payment-api", error: "500" },
        { service: "fraud", error: "read timed out" },
      ],
    }),
    title: highErrors,
    cause: ["(timeout): fraud waits", "read timed out"],
    rest: ["fraud"],
  },
  {
    name: "log lines alone, some of them fine",
    event: makeEvent({
      ...{ anomaly_type: "new_error_pattern", detection_mode: "windowed" },
      evidence_logs: [
        "INFO listening on 8080, no errors so far",
        { level: "INFO", message: "error budget report sent" },
        { level: "ERROR", service: "payment-api", msg: "Stripe: 503 Service Unavailable" },
      ],
    }),
    title: "New errors on payment-api",
    cause: ["(dependency)", 'First error: "Stripe: 503 Service Unavailable"'],
    rest: ["payment-api"],
  },
  {
    name: "a category that only the detector names",
    event: makeEvent({ error_category: "out_of_memory", z_score: 6.3 }),
    title: highErrors,
    cause: ["(out-of-memory)", "No error line came with the anomaly; measured: anomaly score 4.2, z-score 6.3"],
    rest: ["payment-api"],
  },
  // Nothing but a signal
  {
    name: "a spike without a word of explanation",
    event: makeEvent({ z_score: 5.12345, error_rate: 12, signal_weights: { latency: 0.3, error_rate: 0.6, none: 0 } }),
    title: highErrors,
    cause: [
      "not known yet: payment-api shows high error rate (anomaly score 4.2, z-score 5.123, error rate 12%)",
      "error_rate (0.6) and latency (0.3)",
    ],
    rest: ["its error logs, grouped by message", "around 2026-03-01T12:00:00Z"],
  },
  {
    name: "traffic that stays away",
    event: makeEvent({
      anomaly_type: "traffic_drop",
      service: "search",
      description: "Requests fell by 80% within 5 minutes",
    }),
    title: "Traffic drop on search",
    cause: ["search shows traffic drop", 'The detector says: "Requests fell by 80% within 5 minutes"'],
    rest: ["load balancer"],
  },
  {
    name: "a kind of anomaly that nobody knows",
    event: makeEvent({ anomaly_type: "cart_abandonment_surge", service: "shop" }),
    title: "Cart abandonment surge on shop",
    cause: ["shop shows cart abandonment surge (anomaly score 4.2)"],
    rest: ["deployed or configured"],
  },
  {
    name: "a backlog",
    event: makeEvent({ anomaly_type: "consumer_lag", service: "mailer", affected_services: ["mailer", "crm"] }),
    title: "Growing backlog on mailer",
    cause: ["mailer"],
    rest: ["2 services are affected: mailer and crm", "consumers"],
  },
];
