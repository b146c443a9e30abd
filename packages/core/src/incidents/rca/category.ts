/** What a kind of failure means for whoever is called at night (LC-27). */
export interface Category {
  name: string;
  /** How logs speak of it. Tried in the order of the table: what is more telling stands before what is more common. */
  pattern: RegExp;
  /** Follows the name of a service: "payment-api ran out of memory". */
  cause: string;
  fix: string;
}

const httpCode = (codes: string) =>
  `\\b(?:HTTP(?:/[\\d.]+)?|status(?:[ _-]?code)?|code|returned|respond(?:ed|s)?(?: with)?|answered|got|received|error|response)\\W{0,3}(?:${codes})\\b|^(?:${codes})\\b`;

/** So many gateways and clients name a status. */
const gatewayCodes = httpCode("502|503|504");
const refusalCodes = httpCode("401|403");
const limitCodes = httpCode("429");

export const categories: readonly Category[] = [
  {
    name: "out-of-memory",
    pattern:
      /out[ -_]?of[ -_]?memory|\boom\b|oom[ -_]?kill|heap space|cannot allocate memory|memory limit exceeded|heap limit|memoryerror|exit code 137|gc overhead limit/i,
    cause: "ran out of memory, so its process was killed or is about to be",
    fix: "Restart {service} to bring it back, and raise its memory limit if the load is legitimate. Compare its memory graph with the last deployments: a rise that never falls is a leak, so take a heap dump before the next restart and roll back the version that began it.",
  },
  {
    name: "database",
    pattern:
      /deadlock|lock[ _-]?(?:wait[ _-]?)?timeout|lock wait|could not obtain lock|database is locked|could not serialize access/i,
    cause: "waits for locks in its database that other transactions hold",
    fix: "List the open transactions and their locks in the database that {service} uses, and end the one that blocks the others. Then make transactions shorter, and let all of them touch rows in the same order; a migration or a batch job that began at that time is the first suspect.",
  },
  {
    name: "database",
    pattern:
      /(?:connection|conn|db|jdbc|client)[ _-]?pool|hikaripool|pool (?:is )?(?:exhausted|full|timeout)|too many (?:db |database )?(?:connections|clients)|remaining connection slots|queuepool limit/i,
    cause: "gets no connection to its database: its pool or the server's connections are used up",
    fix: "Count the connections of {service} by state in its database, and end those that are held but idle. Look for queries that became slow and for code that does not give connections back; raise the pool's size only when the database has room for more.",
  },
  {
    name: "database",
    pattern:
      /(?:sql|sequelize|psycopg2?|postgres|mysql|mongo|pq:|ora-\d+)\S{0,40}(?:error|exception)|ora-\d{5}|duplicate key value|relation "[^"]{1,100}" does not exist|unknown column|read-only transaction/i,
    cause: "has its queries refused by its database",
    fix: "Run the query of the error line by hand against the database that {service} uses. If schema and code do not fit together, roll back the migration or the deployment that came last; if the database is read-only, check its failover.",
  },
  {
    name: "certificate",
    pattern:
      /certificate (?:has )?expired|x509|cert_has_expired|self[- ]signed certificate|unable to verify the first|ssl handshake|tls handshake|sslhandshake|pkix path/i,
    cause: "cannot set up a secure connection: a certificate is expired or not trusted",
    fix: "Check the end date and the chain of the certificates that {service} presents and trusts (openssl s_client -showcerts), renew or replace the one that is wrong, and reload the service. Check the clock of the host as well.",
  },
  {
    name: "dependency",
    pattern: new RegExp(
      `${gatewayCodes}|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|no healthy upstream|upstream (?:connect|request|server|prematurely)|circuit ?breaker|\\bUNAVAILABLE:`,
      "i",
    ),
    cause: "gets no usable answer from a service behind it (502, 503 or 504)",
    fix: "Check the health, the replicas and the last deployment of what {service} calls, as far as the error or the trace names it. If that cannot be brought back at once, switch the feature off or answer from a cache, and make sure that retries back off instead of adding load.",
  },
  {
    name: "resource",
    pattern:
      /cpu[ _-]?(?:throttl|limit|usage|saturat|pressure)|load average|thread starvation|rejectedexecution|thread pool|unable to create (?:new )?native thread/i,
    cause: "has more work than its CPU or threads can do",
    fix: "Scale {service} out or raise its CPU limit for now. Take a CPU profile and a thread dump to see what keeps it busy, and compare its traffic with the same hour of the day before.",
  },
  {
    name: "rate limit",
    pattern: new RegExp(
      `${limitCodes}|too many requests|rate[ _-]?limit|throttl(?:ed|ing)|quota exceeded|resource_exhausted`,
      "i",
    ),
    cause: "is being throttled: it asks for more than a quota or rate limit allows",
    fix: "Find which limit {service} has run into and who sends the additional requests. Slow the callers down with back-off, and ask for a higher limit if the load is legitimate.",
  },
  {
    name: "auth",
    pattern: new RegExp(
      `${refusalCodes}|unauthori[sz]ed|not authori[sz]ed|unauthenticated|forbidden|(?:access|permission) ?denied|invalid (?:token|api[ _-]?key|credentials|signature)|token (?:has |is )?expired|expired token|authentication (?:failed|error)|login failed|jwt (?:expired|malformed)`,
      "i",
    ),
    cause: "is refused: its credentials or permissions are missing, wrong or expired",
    fix: "Check whether a key, token or role that {service} uses was rotated, has expired or was changed lately, put the valid one in place and restart what caches it. If the refusals come from outside, look for a brute-force attempt by source address.",
  },
  {
    name: "resource",
    pattern: /no space left|disk (?:is )?full|disk[ _-]?(?:usage|space|pressure)|\benospc\b|out of inodes|evicted/i,
    cause: "has no room left on its disk",
    fix: "Find the directories that grow on the hosts of {service} (df -h, df -i, du), and free room: old logs, temporary files and dumps first. Then turn on log rotation, or give it a larger disk.",
  },
  {
    name: "resource",
    pattern: /too many open files|\bemfile\b|file descriptors?|resource exhaust|exhausted/i,
    cause: "has used up a resource of its host, like file handles or ports",
    fix: "Count the open files and sockets of {service} (lsof, ss -s) and restart it to free them. A number that grows with uptime is a leak in the code; otherwise raise the limit (ulimit -n).",
  },
  {
    name: "timeout",
    pattern:
      /time[ds]?[ -]?out|deadline[ _]exceeded|etimedout|no response (?:with)?in|took too long|slow query|exceeded \d+ ?ms/i,
    cause: "waits longer for an answer than it may",
    fix: "Find the slowest span in the trace of {service}, and check what it calls for load, slow queries and network loss. Shed load or scale out what is slow; a longer timeout only moves the queue.",
  },
  {
    name: "connection",
    pattern:
      /enotfound|eai_again|(?:name|dns)[ _-]?(?:resolution|lookup)|nxdomain|no such host|name or service not known/i,
    cause: "cannot resolve the name of what it connects to",
    fix: "From a host of {service}, resolve the name of the error line (dig, getent hosts). Check its spelling in the configuration that was deployed last, and the health of DNS and service discovery.",
  },
  {
    name: "connection",
    pattern:
      /connection (?:was )?(?:refused|reset|closed|aborted|lost|error)|econn(?:refused|reset|aborted)|epipe|broken pipe|no route to host|ehostunreach|host(?:name)? (?:is )?unreachable|could not connect|failed to connect|unable to connect|connect(?:ion)? failed|socket hang up|network is unreachable|\bunreachable\b/i,
    cause: "has its connections refused or dropped: nothing listens at the other end, or the network is in the way",
    fix: "From a host of {service}, open the port that the error line names. Check that the target runs and listens, and what has changed in service discovery, security groups or network policies.",
  },
  {
    name: "crash",
    pattern:
      /crash|panic|segfault|segmentation fault|sig(?:segv|abrt|kill|bus)|core dumped|back-off restarting|exited with (?:code|status)|unhandled|uncaught|nullpointer|null pointer|nil pointer|cannot read propert|is not a function|nonetype|stack ?overflow|typeerror|keyerror|indexerror|attributeerror|index out of (?:range|bounds)|assertion failed|fatal error|illegalstate/i,
    cause: "crashed on an error that its code does not handle",
    fix: "Roll {service} back if it was deployed shortly before. Otherwise find the input that triggers the stack trace, and handle it; a restart helps only until it comes again.",
  },
];

/** The category of the first text that has one, and undefined where none has. */
export function categoryOf(texts: readonly string[]): Category | undefined {
  for (const text of texts) {
    const found = categories.find(({ pattern }) => pattern.test(text));
    if (found) return found;
  }
  return undefined;
}
