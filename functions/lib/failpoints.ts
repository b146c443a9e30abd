/** What a failpoint does when it is reached: die as if the power went, or fail as if the call had. */
const actions: Record<string, () => void> = {
  kill: () => process.kill(process.pid, "SIGKILL"),
  throw: () => {
    throw new Error("failpoint");
  },
};

interface Failpoint {
  port: string;
  method: string;
  moment: "before" | "after";
  action: () => void;
  /** Which call it is that meets the failpoint, counted from 1; null: every call. */
  call: number | null;
}

const form = /^(\w+)\.(\w+):(before|after):(\w+)(?:#(\d+|\*))?$/;

/**
 * `<port>.<method>:<before|after>:<kill|throw>`, with `#3` for the third call and `#*` for every call: how crash tests name the place where
 * they want the process to die.
 */
export function parseFailpoint(text: string): Failpoint | null {
  if (text === "") return null;
  const [, port, method, moment, name, call] = form.exec(text) ?? [];
  const action = actions[name ?? ""];
  if (!port || !method || !action) throw new Error(`Bad configuration\nFAILPOINT: cannot read "${text}"`);
  return {
    port,
    method,
    moment: moment === "before" ? "before" : "after",
    action,
    call: call === "*" ? null : Number(call ?? 1),
  };
}

/**
 * Puts a failpoint around a method of a port, so that crash scenarios (RELIABILITY A) need no hook in the product's
 * rules. Without a failpoint the ports are handed back untouched.
 */
export function withFailpoint<Ports extends object>(ports: Ports, failpoint: Failpoint | null): Ports {
  if (!failpoint) return ports;
  const port: unknown = Reflect.get(ports, failpoint.port);
  if (typeof port !== "object" || port === null) return ports;
  let calls = 0;
  const guarded = new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== failpoint.method || typeof value !== "function") return value;
      return async (...input: unknown[]) => {
        calls += 1;
        const met = failpoint.call === null || calls === failpoint.call;
        if (met && failpoint.moment === "before") failpoint.action();
        const result: unknown = await Reflect.apply(value, target, input);
        if (met && failpoint.moment === "after") failpoint.action();
        return result;
      };
    },
  });
  return { ...ports, [failpoint.port]: guarded };
}
